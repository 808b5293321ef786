/** Whatever is done to a tree, what the native watcher names is enough: a scan afterwards finds nothing. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { compileFilter } from '../../../src/model/filter.ts'
import { openRecorder } from '../../../src/record/snapshot/recorder.ts'
import { WatchRoot } from '../../../src/record/watch/watch-root.ts'
import { homeAt } from '../../../src/store/home/home.ts'
import { ensureShadowRepo } from '../../../src/store/home/shadow-repos.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const NAMES = ['a', 'b']

/** Does one thing of the sort that agents do to a tree. */
function churn(root: string, random: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const all = readdirSync(root, { withFileTypes: true, recursive: true })
  const paths = (isFolder: boolean) =>
    all.filter((one) => one.isDirectory() === isFolder).map((one) => join(one.parentPath, one.name))
  const folders = [root, ...paths(true)]
  const files = paths(false)
  const what = random()
  const target = join(pick(folders), pick(NAMES))
  if (what < 0.35) writeFileSync(`${target}.txt`, String(random()))
  else if (what < 0.5) mkdirSync(join(target, pick(NAMES)), { recursive: true })
  else if (what < 0.62 && folders.length > 1) renameSync(pick(folders.slice(1)), target)
  else if (what < 0.72 && folders.length > 4) rmSync(pick(folders.slice(1)), { recursive: true })
  else if (what < 0.8 && files.length > 0) renameSync(pick(files), `${target}.txt`)
  else if (what < 0.88 && files.length > 0) chmodSync(pick(files), pick([0o644, 0o755, 0o600]))
  else if (what < 0.94) chmodSync(pick(folders), pick([0o755, 0o700]))
  else if (folders.length < 40)
    cpSync(pick(folders), join(root, `copy-${pick(NAMES)}`), { recursive: true })
}

test.runIf(process.platform === 'linux')('after a long churn nothing is missing', async () => {
  const base = mkdtempSync(join(process.env.TMPDIR!, 'churn-'))
  const root = join(base, 'project')
  mkdirSync(root)
  mkdirSync(join(base, 'repos'))
  const repo = ensureShadowRepo(homeAt(base), root)
  const filter = compileFilter({ include: [], exclude: [] })
  const watch = new WatchRoot({
    repo,
    filter,
    backend: 'native',
    isHomeHeld: () => true,
    debounceMs: 60,
    intervalMs: 600_000,
    openRecorder: (observer) =>
      openRecorder({
        repo,
        filter,
        maxFileSizeBytes: 1 << 20,
        onFolder: (folder) => observer.watchFolder(folder),
        onFolderGone: (folder) => observer.forgetFolder(folder),
      }),
    onEvent: () => {},
  })
  await watch.start()
  const random = seededRandom('churn')
  for (let n = 0; n < 900; n += 1) {
    try {
      churn(root, random)
    } catch {
      // A folder cannot be moved into itself, nor over a full one; on to the next.
    }
    if (n % 7 === 0) await sleep(random() * 20)
  }
  await watch.flush({ trigger: 'hook' })
  const { changes } = await watch.flush({ trigger: 'manual', everything: true })
  await watch.stop()
  expect(changes).toEqual([])
})
