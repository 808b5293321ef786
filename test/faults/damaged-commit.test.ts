/** A commit in the middle of the timeline is damaged: what is above and below it is read all the same, and the hole is told. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flip } from '../helpers/damaged-store.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

interface Damaged {
  env: TestEnv
  /** Ids of all snapshots, newest first. */
  ids: string[]
}

/** Six snapshots of a file; the commit `back` before the latest is damaged. */
async function damagedStore(
  back: number,
  damage: 'flipped' | 'gone' = 'flipped',
): Promise<Damaged> {
  const env = testEnv()
  const ids: string[] = []
  for (let n = 1; n <= 6; n += 1) {
    env.write('f', `${n}\n`)
    ids.unshift(await env.snapshot())
  }
  damageCommit(env, (await env.git('rev-parse', `main~${back}`)).trim(), damage)
  return { env, ids }
}

function damageCommit(env: TestEnv, oid: string, damage: 'flipped' | 'gone' = 'flipped'): void {
  const file = join(env.gitDir(), 'objects', oid.slice(0, 2), oid.slice(2))
  chmodSync(file, 0o600)
  if (damage === 'gone') rmSync(file)
  else writeFileSync(file, flip(30)(readFileSync(file)))
}

function idsIn(text: string): string[] {
  return [...text.matchAll(/^(?:snapshot\t)?(\d{8}T\d{6}-\d{3})/gm)].map(([, id]) => id!)
}

test.each(['flipped', 'gone'] as const)(
  'a log goes on below a commit that is %s, and says where it was and what to run',
  async (damage) => {
    const { env, ids } = await damagedStore(2, damage)
    const left = ids.filter((_, n) => n !== 2)
    const { stdout, stderr, exitCode } = await env.run('log', '--oneline')
    expect(idsIn(stdout)).toEqual(left)
    expect(stdout.split('\n')[2]).toMatch(/^gap .*damaged/)
    expect(stderr).toContain(`1 snapshot between ${ids[3]} and ${ids[1]} cannot be read`)
    expect(stderr).toMatch(/hint: Run `flightrec verify`.*`flightrec doctor`/)
    expect(exitCode).toBe(3)
    const reversed = await env.run('log', '--porcelain', '--reverse')
    expect(idsIn(reversed.stdout)).toEqual([...left].reverse())
    expect(idsIn((await env.run('log', '--oneline', '--', 'f')).stdout)).toEqual(left)
  },
)

test('a log that ends above the damage has nothing to warn of', async () => {
  const { env, ids } = await damagedStore(3)
  const { stdout, stderr, exitCode } = await env.run('log', '--oneline', '-n', '2')
  expect([idsIn(stdout), stderr, exitCode]).toEqual([ids.slice(0, 2), '', 0])
})

test('as JSON the hole is a gap, so that no reader takes the history for whole', async () => {
  const { env } = await damagedStore(2)
  const types = jsonLines(await env.run('log', '--json')).map(({ type }) => type)
  expect(types).toEqual(['snapshot', 'snapshot', 'gap', 'snapshot', 'snapshot', 'snapshot'])
})

test('replay and a step after the damage compare with what is left, and say so', async () => {
  const { env, ids } = await damagedStore(2)
  const replay = await env.run('replay')
  expect(replay.stdout.match(/diff-\S+/g)).toEqual(
    [ids[4], ids[3], ids[1], ids[0]].map((id) => `diff-${id}`),
  )
  expect(replay.exitCode).toBe(3)
  const shown = await env.run('show', 'latest~1')
  expect(shown.stdout).toMatch(/^-3\n\+5$/m)
  expect(shown.stderr).toContain(`what changed there shows as part of ${ids[1]}`)
  expect(shown.exitCode).toBe(3)
})

test('snapshots below the damage keep their names, and the lost one is called unreadable', async () => {
  const { env, ids } = await damagedStore(2)
  for (const name of ['latest~3', ids[3]!, 'latest~1~2']) {
    const { stdout, exitCode } = await env.run('show', name)
    expect([stdout.split('\n')[0], exitCode]).toEqual([`snapshot ${ids[3]}`, 0])
  }
  const lost = await env.run('show', 'latest~2')
  expect(lost.stderr).toContain("'latest~2' cannot be read")
  expect((await env.run('restore', 'latest~5')).exitCode).toBe(0)
  expect(env.read('f')).toBe('1\n')
})

test('undo does not take back what a lost snapshot changed together with what was asked for', async () => {
  const { env, ids } = await damagedStore(2)
  const { stderr, exitCode } = await env.run('undo', 'latest~1')
  expect(stderr).toContain(`flightrec undo ${ids[3]}..${ids[1]}`)
  expect(exitCode).toBe(1)
  expect(env.read('f')).toBe('6\n')
})

test('what a lost snapshot changed is not told of the session that came after it', async () => {
  const env = testEnv()
  await env.snapshot()
  await env.run('start', '--agent', 'bot')
  for (const text of ['of the first\n', 'of the second\n', 'of the third\n']) {
    env.write(`${text.trim().split(' ').at(-1)}.txt`, text)
    expect((await env.run('snapshot')).exitCode).toBe(0)
  }
  await env.run('stop')
  const [{ id }] = jsonLines<{ id: string }>(await env.run('sessions', '--json')) as [
    { id: string },
  ]
  const before = (await env.run('export', id, '--format', 'agent-trace')).stdout
  expect([before.includes('second.txt'), before.includes('third.txt')]).toEqual([true, true])
  const oids = (await env.git('log', '--format=%H %s')).trim().split('\n')
  damageCommit(env, oids.find((line) => line.includes('second.txt'))!.slice(0, 40))
  const trace = await env.run('export', id, '--format', 'agent-trace')
  expect(trace.stdout).toContain('first.txt')
  expect(trace.stdout).not.toMatch(/second\.txt|third\.txt/)
  const undone = await env.run('undo', id)
  expect([undone.exitCode, env.exists('third.txt')]).toEqual([1, true])
})

test('lost modes do not cost the content that was recorded with them', async () => {
  const env = testEnv()
  env.write('f', 'one\n', 0o600)
  await env.snapshot()
  env.write('f', 'two\n')
  env.write('g', 'g\n', 0o640)
  const id = await env.snapshot()
  env.write('f', 'three\n')
  await env.snapshot()
  damageCommit(env, (await env.git('rev-parse', 'refs/flightrec/meta')).trim())
  const shown = await env.run('show', 'latest')
  expect(shown.stdout).toMatch(/^-two\n\+three$/m)
  expect(shown.stderr).toContain(
    `modes and owners in ${id} or ${await env.latest()} cannot be read`,
  )
  expect(shown.exitCode).toBe(3)
  const file = await env.run('show', `${id}:f`)
  expect([file.stdout, file.exitCode]).toEqual(['two\n', 3])
  expect(idsIn((await env.run('log', '--oneline', '--', 'f')).stdout)).toHaveLength(3)
  expect((await env.run('blame', 'f')).stdout).toContain('three')
})

test('status counts on, and names the root that is damaged', async () => {
  const { env } = await damagedStore(2)
  const { stdout, stderr, exitCode } = await env.run('status')
  expect(stdout).toMatch(/snapshots +6\n/)
  expect(stderr).toContain(`1 snapshot of ${env.root} cannot be read`)
  expect(exitCode).toBe(1)
})

test('a latest snapshot that is lost hides none of the others', async () => {
  const { env, ids } = await damagedStore(0)
  const { stdout, exitCode } = await env.run('log', '--oneline')
  expect([idsIn(stdout), exitCode]).toEqual([ids.slice(1), 3])
  expect((await env.run('show', 'latest~1')).stdout).toContain(`snapshot ${ids[1]}`)
  expect((await env.run('show')).stderr).toContain('`flightrec log` to see what can be')
  expect((await env.run('status')).stderr).toContain(env.root)
})

test('a history without a reflog to bridge the damage says that it does not know', async () => {
  const { env, ids } = await damagedStore(2)
  rmSync(join(env.gitDir(), 'logs/refs/heads/main'))
  const { stdout, stderr, exitCode } = await env.run('log', '--oneline')
  expect([idsIn(stdout), exitCode]).toEqual([ids.slice(0, 2), 3])
  expect(stderr).toContain('nothing tells what came before')
  const undone = await env.run('undo', 'latest~1')
  expect(undone.stderr).toContain(`the snapshot before ${ids[1]} cannot be read`)
})

test('old damage does not keep a root from being recorded', async () => {
  const { env, ids } = await damagedStore(1)
  env.write('f', 'after the damage\n')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording /m)
  await watch.stop()
  expect(idsIn((await env.run('log', '--oneline')).stdout)).toHaveLength(ids.length)
})

test('gc leaves a damaged root as it is, and packs the others', async () => {
  const { env } = await damagedStore(2)
  const other = join(env.base, 'other')
  mkdirSync(other)
  writeFileSync(join(other, 'f'), 'x')
  await env.run('watch', '--once', other)
  const { stdout, stderr, exitCode } = await env.run('gc')
  expect(stdout).toMatch(/^other: 0 dropped, 1 snapshot kept/m)
  expect(stderr).toContain(`left out: some snapshots of ${env.root} cannot be read`)
  expect(exitCode).toBe(1)
  expect(idsIn((await env.run('log', '--oneline')).stdout)).toHaveLength(5)
})
