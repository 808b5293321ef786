/** The folder changes as fast as it can while it is recorded: what held still is always recorded exactly. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Recording, startRecording } from '../helpers/recording.ts'

const CHURN = resolve('test/fixtures/processes/churn.mjs')
const RACE_MS = process.env.FLIGHTREC_SOAK ? 60_000 : 1_500
const STILL = 40
let churn: ChildProcess | undefined

afterEach(() => churn?.kill('SIGKILL'))

async function startRace(kind: string): Promise<{ recording: Recording; outside: string }> {
  const recording = await startRecording()
  const { root } = recording
  for (const folder of ['a', 'm', 'z']) {
    mkdirSync(join(root, folder))
    for (let n = 0; n < STILL; n += 1) writeFileSync(join(root, folder, `still-${n}`), `${n}\n`)
  }
  const outside = join(root, '../outside')
  mkdirSync(join(outside, 'below/only outside'), { recursive: true })
  for (const name of ['secret', 'below/secret', 'below/secret name']) {
    writeFileSync(join(outside, name), `canary ${name}`)
  }
  churn = spawn(process.execPath, [CHURN, kind, join(root, 'm'), outside], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(churn.stdout!, 'data')
  return { recording, outside }
}

/** Takes snapshots while the race is on; the last one when all is still. */
async function takeSnapshots(
  recording: Recording,
  each: (commit: string, complete: boolean) => void,
) {
  let count = 0
  for (const end = Date.now() + RACE_MS; Date.now() < end; count += 1) {
    const { snapshot } = await recording.recorder.snapshot({ trigger: 'watch' })
    const still = recording.git('ls-tree', '-r', '--name-only', snapshot.commit)
    expect(still.match(/still-\d+\n/g)).toHaveLength(3 * STILL)
    each(snapshot.commit, snapshot.complete)
  }
  churn!.kill('SIGKILL')
  await once(churn!, 'exit')
  const { snapshot } = await recording.recorder.snapshot({ trigger: 'watch' })
  expect(snapshot.complete).toBe(true)
  expect(recording.git('fsck', '--full', '--strict', '--no-dangling')).toBe('')
  await recording.recorder.refreshIndex()
  expect(recording.git('status', '--porcelain', '--untracked-files=all')).toBe('')
  return count
}

test('a file replaced by rename all the time is recorded whole, always', async () => {
  const { recording } = await startRace('replace')
  const count = await takeSnapshots(recording, (commit) => {
    const names = recording.git('ls-tree', '--name-only', `${commit}:m`)
    if (!/^busy$/m.test(names)) return
    const content = recording.git('cat-file', 'blob', `${commit}:m/busy`)
    expect(content).toBe(content.slice(0, 10).repeat(20_000))
  })
  process.stderr.write(`replaced while recorded: ${count} snapshots\n`)
})

test('a file cut to nothing and filled again is recorded as it was at some moment, or marked', async () => {
  const { recording } = await startRace('refill')
  await takeSnapshots(recording, (commit, complete) => {
    const content = recording.git('cat-file', 'blob', `${commit}:m/busy`)
    const turns = new Set(content.split(' ').slice(0, -1))
    if (complete) expect(turns.size).toBeLessThanOrEqual(1)
  })
})

test('names that come and go cost nothing that stays', async () => {
  const { recording } = await startRace('names')
  await takeSnapshots(recording, () => {})
})

test('a folder moved to and fro is recorded where it is in the end', async () => {
  const { recording } = await startRace('move')
  const seen: number[] = []
  await takeSnapshots(recording, (commit, complete) => {
    const names = recording.git('ls-tree', '-r', '--name-only', commit, 'm/')
    if (complete) seen.push(names.match(/moving\/f\d+\n/g)?.length ?? 0)
  })
  const missed = seen.filter((found) => found < 30).length
  process.stderr.write(
    `moved while recorded: ${seen.length} complete, ${missed} without the folder\n`,
  )
  const listed = recording.git('ls-tree', '-r', '--name-only', 'main', 'm/')
  expect(listed.match(/moving\/f\d+\n/g)).toHaveLength(30)
})

test('file, folder and link taking turns at one name never bring in what lies outside', async () => {
  const { recording } = await startRace('swap')
  const count = await takeSnapshots(recording, () => {})
  const all = ['cat-file', '--batch-all-objects', '--batch']
  const everything = recording.git(...all)
  expect(everything).not.toContain('canary')
  process.stderr.write(
    `swapped while recorded: ${count} snapshots; names from outside: ` +
      `${/secret name|only outside/.test(everything)}\n`,
  )
})

test('what moves from a folder not yet looked at to one looked at already is not missed', async () => {
  let move: (() => void) | undefined
  const order: string[] = []
  const recording = await startRecording({
    onFolder(path) {
      if (path === 'one' || path === 'two') order.push(path)
      if (path === order[1]) move?.()
    },
  })
  const { root, recorder } = recording
  for (const folder of ['one', 'two']) {
    mkdirSync(join(root, folder))
    writeFileSync(join(root, folder, 'stays'), folder)
  }
  await recorder.snapshot({ trigger: 'once' })
  const [first, second] = order as [string, string]
  mkdirSync(join(root, second, 'moving'))
  writeFileSync(join(root, second, 'moving/f'), 'never away')
  await recorder.snapshot({ trigger: 'once' })
  order.length = 0
  move = () => {
    move = undefined
    renameSync(join(root, second, 'moving'), join(root, first, 'moving'))
  }
  const { snapshot } = await recorder.snapshot({ trigger: 'once' })
  expect(order.slice(0, 2)).toEqual([first, second])
  expect(snapshot).toMatchObject({ files: 3, complete: true })
  expect(recording.git('cat-file', 'blob', `main:${first}/moving/f`)).toBe('never away')
})

test('a root renamed away and back is recorded again as soon as it is there', async () => {
  const recording = await startRecording()
  const { root, recorder } = recording
  writeFileSync(join(root, 'f'), 'one')
  const first = await recorder.snapshot({ trigger: 'once' })
  renameSync(root, `${root}-away`)
  await expect(recorder.snapshot({ trigger: 'once' })).rejects.toMatchObject({ code: 'bad-root' })
  renameSync(`${root}-away`, root)
  const back = await recorder.snapshot({ trigger: 'once' })
  expect(back).toMatchObject({ isNew: false, snapshot: { id: first.snapshot.id } })
})
