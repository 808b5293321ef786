import { appendFileSync, chmodSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAIN } from '../../src/git/history/refs.ts'
import { gitText } from '../../src/git/process/run.ts'
import { storeWithEverything } from '../helpers/damaged-store.ts'
import type { ShadowFixture } from '../helpers/shadow-fixture.ts'
import { testEnv } from '../helpers/test-env.ts'

let store: ShadowFixture
const env = testEnv()

beforeEach(async () => {
  store = await storeWithEverything()
})
afterEach(() => store.dispose())

async function run(...args: string[]) {
  return await env.runWith({ env: { FLIGHTREC_HOME: store.home.path } }, ...args)
}

async function emptyTheNewestContent(): Promise<void> {
  const oid = (await gitText(store.gitDir, ['rev-parse', `${MAIN}:src/a.txt`])).trim()
  const path = join(store.gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
  chmodSync(path, 0o600)
  truncateSync(path, 0)
}

test('verify says that all is sound', async () => {
  const { stdout, exitCode } = await run('verify')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^project: 4 snapshots from \S+ to \S+; \d+ loose objects, 1 pack\n/)
  expect(stdout).toMatch(/ {2}1 gap, the longest 12s from \S+: more changes at once/)
  expect(stdout).toMatch(/ {2}sound\n$/)
})

test('verify names the damage, what it costs and what to do, and doctor does it', async () => {
  await emptyTheNewestContent()
  const { stdout, stderr, exitCode } = await run('verify')
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/damage: objects\/\S+: empty\n/)
  expect(stdout).toMatch(/lost: 1 content in 1 of 4 snapshots\n/)
  expect(stdout).toContain('src/a.txt  in ')
  expect(stdout).toContain('the watched folder still has it')
  expect(stderr).toContain('flightrec doctor')

  const looked = await run('doctor')
  expect(looked.exitCode).toBe(1)
  expect(looked.stdout).toContain('with --fix: write it again from src/a.txt')
  const mended = await run('doctor', '--fix')
  expect(mended).toMatchObject({ exitCode: 0 })
  expect(mended.stdout).toContain('mended: write it again from src/a.txt')
  expect(await run('doctor')).toMatchObject({ exitCode: 0, stdout: '', stderr: 'All is well.\n' })
  expect((await run('verify')).exitCode).toBe(0)
})

test('verify --json is one object a repo', async () => {
  await emptyTheNewestContent()
  const { stdout, exitCode } = await run('verify', '--json')
  expect(exitCode).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    type: 'verification',
    sound: false,
    snapshots: 4,
    gaps: { count: 1, longest: { reason: 'overflow', duration_ms: 12_000 } },
    damages: [{ kind: 'object', problem: 'empty', mendable: false }],
    cost: { lost: [{ path: 'src/a.txt', in_root: true }] },
  })
})

test('gc says what it would drop, and drops it', async () => {
  const planned = await run('gc', '--max-size', '1', '--dry-run')
  expect(planned.stdout).toMatch(
    /^project: 3 would be dropped, 1 snapshot kept, from .* be freed\n$/,
  )
  const done = await run('gc', '--max-size', '1', '--json')
  expect(JSON.parse(done.stdout)).toMatchObject({
    type: 'gc',
    dropped: 3,
    kept: 1,
    repacked: 'whole',
  })
  expect((await run('verify')).stdout).toMatch(/1 snapshot from .*, older ones dropped/)
})

test('gc with a size that is none is an error of usage', async () => {
  const { exitCode, stderr } = await run('gc', '--max-size', 'much')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('not a size')
})

test('a config that git cannot read is said, by verify too', async () => {
  appendFileSync(join(store.gitDir, 'config'), '[')
  const { exitCode, stdout } = await run('verify')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('damage: config: it is not as flightrec writes it')
  expect(await run('doctor', '--fix')).toMatchObject({ exitCode: 0 })
})
