/** What every watcher promises: a change is named by a path that covers it, or a rescan is asked for. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  isWithin,
  joinRaw,
  type RawPath,
  rawFromLatin1,
  rawFromText,
} from '../../src/model/raw-path.ts'
import { openWatcher } from '../../src/record/watch/watchers/open-watcher.ts'
import type { Watcher } from '../../src/record/watch/watchers/watcher.ts'
import { until } from '../helpers/until.ts'

const BACKENDS = ['native', 'chokidar', 'poll'] as const

interface Watched {
  root: string
  watcher: Watcher
  /** Resolves once `path` is covered by what was told since `forget`. */
  told(path: string): Promise<void>
  toldPaths(): RawPath[]
  forget(): Promise<void>
  /** What a scan does: announces each folder, then lists it. */
  scan(folder?: RawPath): void
}

let open: Watched[]
beforeEach(() => {
  open = []
})
afterEach(async () => {
  for (const { root, watcher } of open) {
    await watcher.close()
    rmSync(root, { recursive: true, force: true })
  }
})

async function watch(backend: (typeof BACKENDS)[number], prepare = (_root: string) => {}) {
  const root = mkdtempSync(join(tmpdir(), 'flightrec-watch-'))
  prepare(root)
  let paths: RawPath[] = []
  let rescans = 0
  const filter = { isPruned: (folder: RawPath) => folder.split('/').includes('node_modules') }
  const watcher = await openWatcher(backend, {
    root,
    filter,
    intervalMs: 100,
    onPaths: (more) => paths.push(...more),
    onRescan: () => {
      rescans += 1
    },
  })
  const watched: Watched = {
    root,
    watcher,
    async told(path) {
      const raw = rawFromLatin1(Buffer.from(path, 'latin1').toString('latin1'))
      const isTold = () => rescans > 0 || paths.some((told) => isWithin(told, raw))
      await until(`${backend} tells of ${path}`, isTold, () => `told: ${paths.join(' ')}`)
    },
    toldPaths: () => paths,
    async forget() {
      await sleep(backend === 'chokidar' ? 300 : 30)
      paths = []
      rescans = 0
    },
    scan(folder = rawFromText('')) {
      watcher.watchFolder(folder)
      const listed = readdirSync(join(root, folder), { withFileTypes: true, encoding: 'latin1' })
      for (const entry of listed as unknown as { name: string; isDirectory(): boolean }[]) {
        const path = joinRaw(folder, rawFromLatin1(entry.name))
        if (entry.isDirectory() && !filter.isPruned(path)) watched.scan(path)
      }
    },
  }
  open.push(watched)
  watched.scan()
  await watched.forget()
  return watched
}

describe.each(BACKENDS)('the %s watcher', (backend) => {
  test('tells of files created, changed, renamed and removed', async () => {
    const { root, told, forget } = await watch(backend)
    writeFileSync(join(root, 'a'), '1')
    await told('a')
    await forget()
    writeFileSync(join(root, 'a'), '22')
    await told('a')
    await forget()
    renameSync(join(root, 'a'), join(root, 'b'))
    await told('a')
    await told('b')
    await forget()
    rmSync(join(root, 'b'))
    await told('b')
  })

  test('tells of a change below', async () => {
    const { root, told } = await watch(backend, (root) =>
      mkdirSync(join(root, 'x/y'), { recursive: true }),
    )
    writeFileSync(join(root, 'x/y/z'), '1')
    await told('x/y/z')
  })

  test('tells of a changed mode and of a changed time', async () => {
    const { root, told, forget } = await watch(backend, (root) =>
      writeFileSync(join(root, 'a'), ''),
    )
    chmodSync(join(root, 'a'), 0o700)
    await told('a')
    await forget()
    utimesSync(join(root, 'a'), 1, 1)
    await told('a')
  })

  test('tells of links made', async () => {
    const { root, told } = await watch(backend, (root) => writeFileSync(join(root, 'a'), ''))
    symlinkSync('nowhere', join(root, 'link'))
    linkSync(join(root, 'a'), join(root, 'hard'))
    await told('link')
    await told('hard')
  })

  test('tells of a file replaced by renaming another over it', async () => {
    const { root, told, forget } = await watch(backend, (root) =>
      writeFileSync(join(root, 'a'), ''),
    )
    writeFileSync(join(root, 'a.tmp'), '1')
    await forget()
    renameSync(join(root, 'a.tmp'), join(root, 'a'))
    await told('a')
  })

  test('tells of changes in a folder made and scanned since', async () => {
    const { root, told, forget, scan } = await watch(backend)
    mkdirSync(join(root, 'new/deep'), { recursive: true })
    await told('new')
    scan(rawFromText('new'))
    await forget()
    writeFileSync(join(root, 'new/deep/file'), '1')
    await told('new/deep/file')
  })

  test('tells of changes under the new name of a renamed folder', async () => {
    const { root, told, forget, scan, watcher } = await watch(backend, (root) =>
      mkdirSync(join(root, 'old/deep'), { recursive: true }),
    )
    renameSync(join(root, 'old'), join(root, 'new'))
    await told('new')
    watcher.forgetFolder(rawFromText('old'))
    scan(rawFromText('new'))
    await forget()
    writeFileSync(join(root, 'new/deep/file'), '1')
    await told('new/deep/file')
  })

  test('tells of changes in a folder that took the place of another', async () => {
    const { root, told, forget, scan } = await watch(backend, (root) =>
      mkdirSync(join(root, 'a/a'), { recursive: true }),
    )
    rmSync(join(root, 'a'), { recursive: true })
    mkdirSync(join(root, 'a/a'), { recursive: true })
    await told('a')
    scan(rawFromText('a'))
    await forget()
    writeFileSync(join(root, 'a/a/file'), '1')
    await told('a/a/file')
  })

  test('tells of names that are not UTF-8', async () => {
    const { root, told } = await watch(backend)
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x78])]), '1')
    await told('\xffx')
  })

  test('tells nothing after it was closed', async () => {
    const { root, watcher, toldPaths } = await watch(backend)
    await watcher.close()
    writeFileSync(join(root, 'a'), '1')
    await sleep(150)
    expect(toldPaths()).toEqual([])
  })

  test('does not fail when a folder to watch is gone', async () => {
    const { watcher } = await watch(backend)
    watcher.watchFolder(rawFromText('not/there'))
    watcher.forgetFolder(rawFromText('nor/this'))
  })

  test('is silent about a pruned folder', async () => {
    const { root, toldPaths } = await watch(backend, (root) =>
      mkdirSync(join(root, 'node_modules/x'), { recursive: true }),
    )
    writeFileSync(join(root, 'node_modules/x/y'), '1')
    await sleep(150)
    expect(toldPaths().filter((path) => path.startsWith('node_modules/'))).toEqual([])
  })
})

test.runIf(process.platform === 'linux')(
  'after settle, the native watcher has told of all that another process did before',
  async () => {
    const { root, watcher, toldPaths } = await watch('native')
    for (let round = 0; round < 20; round += 1) {
      execFileSync('touch', [join(root, `file-${round}`)])
      await watcher.catchUp()
      expect(toldPaths()).toContain(`file-${round}`)
    }
  },
)
