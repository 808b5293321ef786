import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAIN } from '../../../src/git/history/refs.ts'
import { gitText } from '../../../src/git/process/run.ts'
import { verify } from '../../../src/review/verify/verify.ts'
import { filesBelow, flip, storeWithEverything, whileChanged } from '../../helpers/damaged-store.ts'
import type { ShadowFixture } from '../../helpers/shadow-fixture.ts'

let store: ShadowFixture

beforeEach(async () => {
  store = await storeWithEverything()
})
afterEach(() => store.dispose())

async function problems(): Promise<string[]> {
  const { damages } = await verify(store.repo)
  return damages.map(({ kind, subject, problem }) => `${kind} ${subject}: ${problem}`)
}

/** Path, relative to the git dir, of the loose object that `name` means. */
async function loosePath(name: string): Promise<string> {
  const oid = (await gitText(store.gitDir, ['rev-parse', name])).trim()
  const path = `objects/${oid.slice(0, 2)}/${oid.slice(2)}`
  chmodSync(join(store.gitDir, path), 0o600)
  return path
}

test('a sound store has no damage, and its gaps are counted', async () => {
  const result = await verify(store.repo)
  expect(result.damages).toEqual([])
  expect(result.notes).toEqual([])
  expect(result.cost).toBeUndefined()
  expect(result.facts).toMatchObject({ snapshots: 4, isCut: false, gaps: { count: 1 } })
  expect(result.facts.gaps.longest).toMatchObject({ reason: 'overflow' })
})

describe('a damaged object', () => {
  test('is named when its file is empty, as a power cut leaves it', async () => {
    const path = await loosePath(`${MAIN}:src/a.txt`)
    truncateSync(join(store.gitDir, path), 0)
    expect(await problems()).toContain(`object ${path}: empty`)
  })

  test('is named when something follows its end', async () => {
    const path = await loosePath(`${MAIN}:src/a.txt`)
    appendFileSync(join(store.gitDir, path), 'x')
    expect(await problems()).toContain(`object ${path}: garbage after its end`)
  })

  test('is named when it holds the content of another', async () => {
    const path = await loosePath(`${MAIN}:src/a.txt`)
    const other = await loosePath(`${MAIN}:src/new/c.txt`)
    copyFileSync(join(store.gitDir, other), join(store.gitDir, path))
    expect(await problems()).toContain(`object ${path}: content does not match its name`)
  })

  test('costs the paths that hold it, and says that the root still has one', async () => {
    rmSync(join(store.gitDir, await loosePath(`${MAIN}:src/a.txt`)))
    rmSync(join(store.gitDir, await loosePath(`${MAIN}~1:src/a.txt`)))
    const { cost } = await verify(store.repo)
    expect(cost?.affected).toHaveLength(2)
    expect(cost?.lost.map(({ path, isInRoot }) => [path, isInRoot])).toEqual([
      ['src/a.txt', true],
      ['src/a.txt', false],
    ])
  })

  test('costs a whole folder when it is a tree', async () => {
    rmSync(join(store.gitDir, await loosePath(`${MAIN}:src`)))
    const { cost } = await verify(store.repo)
    expect(cost?.lost).toMatchObject([{ path: 'src', isFolder: true, snapshots: 1 }])
  })

  test('does not hide the snapshots before it when it is a commit', async () => {
    rmSync(join(store.gitDir, await loosePath(`${MAIN}~1`)))
    const { facts, cost } = await verify(store.repo)
    expect(facts.snapshots).toBe(4)
    expect(cost).toMatchObject({ snapshots: 4, affected: [], lost: [] })
    expect(cost?.unreadable).toHaveLength(1)
  })

  test('costs nothing when a sound copy is in a pack', async () => {
    const oid = (await gitText(store.gitDir, ['rev-parse', `${MAIN}~3:b.txt`])).trim()
    const loose = join(store.gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
    chmodSync(loose, 0o600)
    writeFileSync(loose, 'rubbish')
    const { damages, cost } = await verify(store.repo)
    expect(damages).not.toEqual([])
    expect(cost).toMatchObject({ affected: [], unreadable: [], lost: [] })
  })
})

test('a pack cut short is named, and what was only in it is lost', async () => {
  for (const path of filesBelow(join(store.gitDir, 'objects')))
    if (/^[0-9a-f]{2}\//.test(path)) rmSync(join(store.gitDir, 'objects', path))
  const pack = filesBelow(store.gitDir).find((path) => path.endsWith('.pack'))!
  chmodSync(join(store.gitDir, pack), 0o600)
  truncateSync(join(store.gitDir, pack), statSync(join(store.gitDir, pack)).size - 30)
  const { damages, cost } = await verify(store.repo)
  expect(damages).toContainEqual(expect.objectContaining({ kind: 'pack', subject: pack }))
  expect(cost?.unreadable.length).toBeGreaterThan(0)
})

test('a ref that was set back is told from the reflog', async () => {
  const parent = await gitText(store.gitDir, ['rev-parse', `${MAIN}~2`])
  writeFileSync(join(store.gitDir, MAIN), parent)
  expect(await problems()).toEqual([
    `reflog logs/${MAIN}: its newest entry is not what the ref holds`,
  ])
})

test('a move that was interrupted before it was acknowledged is a note, not damage', async () => {
  const parent = await gitText(store.gitDir, ['rev-parse', `${MAIN}~1`])
  writeFileSync(join(store.gitDir, MAIN), parent)
  const { damages, notes } = await verify(store.repo)
  expect(damages).toEqual([])
  expect(notes).toEqual([expect.stringContaining('was not finished')])
})

test('an altered config and a file that lends objects from elsewhere are named', async () => {
  appendFileSync(join(store.gitDir, 'config'), '[core]\n\tfsmonitor = /tmp/evil\n')
  writeFileSync(join(store.gitDir, 'objects/info/alternates'), '/tmp\n', { mode: 0o600 })
  expect(await problems()).toEqual([
    'pinned config: it is not as flightrec writes it',
    'alien objects/info/alternates: git takes objects, history or settings from elsewhere by it',
  ])
})

test('files that others may read are named', async () => {
  chmodSync(join(store.gitDir, 'objects'), 0o755)
  expect(await problems()).toEqual(['permissions objects: its mode is 755'])
})

test('a boundary that hides history is named', async () => {
  const path = join(store.gitDir, 'shallow')
  writeFileSync(path, `${'ab'.repeat(20)}\n`, { mode: 0o600 })
  expect(await problems()).toContain('shallow shallow: 1 commits in it end no chain')
})

/**
 * Flips that change nothing: free text of a reflog (who, when, why), the lists git keeps for servers
 * that cannot run it, and bits with which zlib fills up its last byte, after which the content still hashes
 * to its name.
 */
function isHarmless(path: string, offset: number, before: Buffer): boolean {
  if (path === 'info/refs' || path === 'objects/info/packs') return true
  if (path.startsWith('logs/')) return offset - (before.lastIndexOf(0x0a, offset - 1) + 1) > 81
  return /^objects\/[0-9a-f]{2}\//.test(path) && offset === before.length - 5
}

test('a flipped bit is found in every file, wherever it is', async () => {
  const passed: string[] = []
  let flips = 0
  for (const path of filesBelow(store.gitDir)) {
    const file = join(store.gitDir, path)
    chmodSync(file, 0o600)
    const before = readFileSync(file)
    const step = Math.max(1, Math.floor(before.length / 5))
    for (let offset = 0; offset < before.length; offset += step) {
      flips += 1
      const found = await whileChanged(file, flip(offset), problems)
      if (found.length === 0 && !isHarmless(path, offset, before))
        passed.push(`${path} at ${offset} of ${before.length}`)
    }
  }
  expect(passed).toEqual([])
  expect(flips).toBeGreaterThan(150)
})
