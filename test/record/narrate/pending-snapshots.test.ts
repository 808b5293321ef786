/** What waits for a narrative: all that is new, in order, bounded, and nothing from before. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ObjectReader } from '../../../src/git/objects/object-reader.ts'
import {
  forgetPending,
  PENDING_MAX,
  PendingSnapshots,
} from '../../../src/record/narrate/pending-snapshots.ts'
import { type Recording, startRecording } from '../../helpers/recording.ts'

let recording: Recording
let reader: ObjectReader

beforeEach(async () => {
  recording = await startRecording()
  reader = new ObjectReader(recording.repo.gitDir)
})
afterEach(async () => {
  reader.close()
  await recording.recorder.close()
})

const open = () => new PendingSnapshots(recording.repo, reader)

async function snapshot(content: string): Promise<string> {
  writeFileSync(join(recording.root, 'a'), content)
  return (await recording.recorder.snapshot({ trigger: 'once' })).snapshot.id
}

async function waiting(pending: PendingSnapshots): Promise<string[]> {
  await pending.lookForNew()
  const ids: string[] = []
  for (; pending.first; pending.finishFirst()) ids.push(pending.first.id)
  return ids
}

test('a root begins with its next snapshot, and goes on where it was, in order', async () => {
  await snapshot('0')
  const first = open()
  expect(await waiting(first)).toEqual([])
  const ids = [await snapshot('1'), await snapshot('2'), await snapshot('3')]
  await first.lookForNew()
  expect(first.first?.id).toBe(ids[0])
  first.finishFirst()
  // The process dies here.
  expect(await waiting(open())).toEqual(ids.slice(1))
  expect(await waiting(open())).toEqual([])
})

test('what was recorded meanwhile does not wait when it was turned off', async () => {
  await snapshot('0')
  open()
  await snapshot('1')
  forgetPending(recording.repo.gitDir)
  const again = open()
  const next = await snapshot('2')
  expect(await waiting(again)).toEqual([next])
})

test('a timeline that was set back brings nothing old to wait', async () => {
  await snapshot('0')
  await snapshot('1')
  const before = recording.git('rev-parse', 'refs/heads/main').trim()
  await snapshot('2')
  open()
  recording.git('update-ref', 'refs/heads/main', before)
  expect(await waiting(open())).toEqual([])
})

test('when too many wait, the oldest go without, and it is told', async () => {
  await snapshot('0')
  const pending = open()
  const ids: string[] = []
  for (let n = 1; n <= PENDING_MAX + 5; n += 1) ids.push(await snapshot(`${n}`))
  expect(await pending.lookForNew()).toBeGreaterThan(0)
  expect(await waiting(pending)).toEqual(ids.slice(-PENDING_MAX))
})
