/** A restore or an undo is one act: one snapshot beside whoever records, however long it takes and however it ends. */
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunningProcess } from '../helpers/processes.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const HOLD = resolve(import.meta.dirname, '../fixtures/processes/hold-restore.cjs')
const FILES = 40

let env: TestEnv
let full: string
beforeEach(async () => {
  env = testEnv()
  for (let n = 0; n < FILES; n += 1) env.write(`d/${n % 4}/${n}`, `file ${n}\n`)
  full = await env.snapshot()
  env.remove('d')
  env.write('other', 'one\n')
  await env.run('daemon', 'start', env.root)
  await until('the daemon has looked', async () => (await snapshots()).length === 2)
})

afterEach(() => env.run('daemon', 'stop'))

interface Told {
  snapshot_id: string
  trigger: string
  message: string | null
  changes: { path: string }[]
}

/** Newest first, with what they changed. */
async function snapshots(): Promise<Told[]> {
  const { stdout } = await env.run('log', '--stat', '--json')
  const lines = stdout.trim().split('\n')
  return lines.map((line) => JSON.parse(line)).filter((line) => line.trigger !== undefined)
}

const kinds = async () => (await snapshots()).map(({ trigger, message }) => [trigger, message])
/** Without the folders that are still empty. */
const filesOf = ({ changes }: Told) => changes.filter(({ path }) => /\/\d+\/\d+$/.test(path))
const here = () => join(env.temporary, 'here')
const recordingPid = async (): Promise<number> =>
  JSON.parse((await env.run('daemon', 'status', '--json')).stdout).pid

/** Starts a command that stands still once it has put two files in their places. */
async function held(...args: string[]): Promise<RunningProcess> {
  const variables = {
    NODE_OPTIONS: `--require ${HOLD}`,
    HOLD_HERE: here(),
    HOLD_GO: join(env.temporary, 'go'),
  }
  const running = env.startWith({ env: variables }, ...args)
  await until('it has begun to write', () => readdirSync(env.temporary).includes('here'))
  return running
}

const letGo = () => writeFileSync(join(env.temporary, 'go'), '')

test('a restore that takes long is one snapshot, and what others do meanwhile is theirs', async () => {
  const running = await held('restore', full)
  env.write('other', 'two\n')
  await until('the watch has recorded the other', async () => (await snapshots()).length === 3)
  expect((await snapshots())[0]).toMatchObject({ trigger: 'watch', changes: [{}] })
  // Nor does anybody who asks now get half of it.
  env.write('other', 'three\n')
  await env.run('snapshot', '-m', 'by hand')
  for (const { changes } of (await snapshots()).slice(0, -2)) expect(changes).toHaveLength(1)
  // Of a file that is written already, the change is theirs as well.
  const written = readdirSync(env.path('d/0')).find((name) => !name.startsWith('.'))!
  writeFileSync(env.path(`d/0/${written}`), 'edited\n')
  letGo()
  expect((await running.ended()).exitCode).toBe(0)
  const [act, edit] = await snapshots()
  expect(act).toMatchObject({ trigger: 'restore', message: `restore ${full}` })
  expect(act!.changes).toHaveLength(FILES - 1)
  expect(edit).toMatchObject({ trigger: 'watch', changes: [{}] })
  expect(edit!.changes[0]!.path).toBe(env.path(`d/0/${written}`))
  expect(env.read('other')).toBe('three\n')
  // What is printed takes back the restore, and not what others did.
  const undo = /^Undo: flightrec (.*)$/m.exec(running.stdout)![1]!.split(' ')
  await env.run(...undo)
  expect(readdirSync(env.path('d/0'))).toEqual([written])
  expect(env.exists('d/1')).toBe(false)
  expect((await kinds())[0]).toEqual(['restore', `undo ${act!.snapshot_id}`])
})

test('a restore that is killed is one snapshot too; the user is told how far it came and how to go on', async () => {
  const running = await held('restore', full, '--', 'd')
  process.kill(running.pid, 'SIGKILL')
  await until('what it wrote is recorded', async () => (await snapshots()).length === 3)
  const [act] = await snapshots()
  expect(act).toMatchObject({ trigger: 'restore', message: `restore ${full}, cut short` })
  expect(filesOf(act!)).toHaveLength(2)
  const folder = statSync(env.path('d/0'))
  expect(folder.mode & 0o777).toBe(0o755)
  const { stdout } = await env.run('status')
  expect(stdout).toContain(`restore ${full} was killed before its end: 2 of ${FILES} paths written`)
  const goOn = /Go on with `flightrec (.*?)`, or take it back with `flightrec undo (.*?)`/.exec(
    stdout,
  )!
  expect(goOn[2]).toBe(act!.snapshot_id)
  const again = await env.run(...goOn[1]!.split(' '))
  expect(again.exitCode).toBe(0)
  expect(again.stderr).toContain('was killed before its end')
  for (let n = 0; n < FILES; n += 1) expect(env.read(`d/${n % 4}/${n}`)).toBe(`file ${n}\n`)
  expect(readdirSync(env.path('d/0')).filter((name) => name.startsWith('.'))).toEqual([])
  expect((await env.run('status')).stdout).not.toContain('killed')
})

test('that a restore was killed is told no more once going on with it has found nothing left to do', async () => {
  const running = await held('restore', full, '--', 'd')
  process.kill(running.pid, 'SIGKILL')
  await until('what it wrote is recorded', async () => (await snapshots()).length === 3)
  for (let n = 0; n < FILES; n += 1) env.write(`d/${n % 4}/${n}`, `file ${n}\n`)
  expect((await env.run('restore', full, '--', 'd/0')).stderr).toContain('was killed')
  expect((await env.run('restore', full, '--dry-run', '--', 'd')).exitCode).toBe(0)
  const { stdout } = await env.run('status')
  const goOn = /Go on with `flightrec (.*?)`/.exec(stdout)![1]!
  expect((await env.run(...goOn.split(' '))).stdout).toMatch(/nothing|Nothing|no difference/)
  expect((await env.run('status')).stdout).not.toContain('killed')
})

test('a daemon that is killed meanwhile, and one that is started, make no difference to a restore', async () => {
  const running = await held('restore', full)
  process.kill(await recordingPid(), 'SIGKILL')
  await env.run('daemon', 'start', env.root)
  await until('the new daemon records', async () => {
    env.write('other', `${Math.random()}\n`)
    return (await snapshots()).length > 2
  })
  letGo()
  expect((await running.ended()).exitCode).toBe(0)
  const acts = (await snapshots()).filter(({ trigger }) => trigger === 'restore')
  expect(acts).toMatchObject([{ message: `restore ${full}` }])
  expect(acts[0]!.changes).toHaveLength(FILES)
})

test('a restore that is killed with the daemon is recorded by whoever looks next', async () => {
  const running = await held('restore', full)
  process.kill(await recordingPid(), 'SIGKILL')
  process.kill(running.pid, 'SIGKILL')
  await running.ended()
  env.write('other', 'two\n')
  const { stderr } = await env.run('watch', '--once', env.root)
  expect(stderr).toContain(`restore ${full} was killed before its end`)
  expect((await kinds()).slice(0, 2)).toEqual([
    ['restore', `restore ${full}, cut short`],
    ['once', null],
  ])
})

test('a second restore waits for the first, so that each is one snapshot', async () => {
  const first = await held('restore', full)
  const second = env.start('restore', full, '--delete')
  env.write('other', 'two\n')
  await until('the watch has recorded the other', async () => (await snapshots()).length === 3)
  letGo()
  expect((await first.ended()).exitCode).toBe(0)
  expect((await second.ended()).exitCode).toBe(0)
  const acts = (await snapshots()).filter(({ trigger }) => trigger === 'restore')
  expect(acts.map(({ changes }) => changes.length)).toEqual([1, FILES])
})

test('an undo that takes long is one snapshot, whose undo is whole', async () => {
  const [gone] = await snapshots()
  const running = await held('undo', gone!.snapshot_id)
  env.write('later', 'x\n')
  await until('the watch has recorded the other', async () => (await snapshots()).length === 3)
  letGo()
  expect((await running.ended()).exitCode).toBe(0)
  const [act] = await snapshots()
  expect(act).toMatchObject({ trigger: 'restore', message: `undo ${gone!.snapshot_id}` })
  expect((await env.run('undo', 'latest')).exitCode).toBe(0)
  expect(env.exists('d')).toBe(false)
  expect(env.read('later')).toBe('x\n')
})
