import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { formatJournalLine, readJournalLines } from '../../../src/store/sessions/journal-line.ts'
import { SessionJournal, type UnplacedEvent } from '../../../src/store/sessions/session-journal.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(process.env.TMPDIR!, 'journal-'))
  path = join(folder, '1.jsonl')
})

function event(summary: string): UnplacedEvent {
  return {
    time: '2026-01-01T00:00:00.000Z',
    event_type: 'AGENT_ACT',
    summary,
    risk_level: 'none',
    session: 'sess_0123456789abcdef',
    source: 'hook',
  }
}

async function writeJournal(...summaries: string[]): Promise<void> {
  const { journal } = SessionJournal.open(path, 0)
  for (const summary of summaries) await journal.append([event(summary)])
}

function reopened(): { seqs: number[]; summaries: string[] } {
  const { events } = SessionJournal.open(path, 0)
  return { seqs: events.map(({ seq }) => seq), summaries: events.map(({ summary }) => summary) }
}

test('a journal cut at any byte keeps every whole event, sets the rest aside, and goes on', async () => {
  await writeJournal('one', 'zwei äöü', 'three "quoted"\n')
  const whole = readFileSync(path)
  const ends = [...readJournalLines(whole)].map(({ at, bytes }) => at + bytes.length)
  for (let length = 0; length <= whole.length; length += 1) {
    folder = mkdtempSync(join(process.env.TMPDIR!, 'journal-'))
    path = join(folder, '1.jsonl')
    writeFileSync(path, whole.subarray(0, length))
    const kept = ends.filter((end) => end <= length).length
    const { journal, events } = SessionJournal.open(path, 0)
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3].slice(0, kept))
    const rest = whole.subarray(kept === 0 ? 0 : ends[kept - 1], length)
    expect(existsSync(`${path}.torn-1`)).toBe(rest.length > 0)
    if (rest.length > 0) expect(readFileSync(`${path}.torn-1`)).toEqual(rest)
    const [next] = await journal.append([event('next')])
    expect(next!.seq).toBe(kept + 1)
    expect(reopened().seqs).toEqual(Array.from({ length: kept + 1 }, (_, n) => n + 1))
  }
})

test('an event damaged in the middle becomes a gap, and the others keep their numbers', async () => {
  await writeJournal('one', 'two', 'three')
  const bytes = readFileSync(path)
  bytes[bytes.indexOf('two')]! ^= 1
  writeFileSync(path, bytes)
  expect(reopened()).toEqual({
    seqs: [1, 2, 3],
    summaries: ['one', 'this event was damaged on disk', 'three'],
  })
  expect(readdirSync(folder).sort()).toEqual(['1.jsonl', '1.jsonl.torn-1'])
  expect(reopened().summaries).toHaveLength(3)
  expect(readdirSync(folder)).toHaveLength(2)
})

test('every flipped bit of a journal is noticed', async () => {
  await writeJournal('one', 'two')
  const whole = readFileSync(path)
  const intact = [...readJournalLines(whole)].map(({ event: found }) => JSON.stringify(found))
  for (let bit = 0; bit < whole.length * 8; bit += 1) {
    const bytes = Buffer.from(whole)
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    const found = [...readJournalLines(bytes)].map(({ event: one }) => JSON.stringify(one))
    expect(found).not.toEqual(intact)
  }
})

test('events appended at once get numbers without holes, in order, and one batch stays together', async () => {
  const { journal } = SessionJournal.open(path, 7)
  const batches = Array.from({ length: 50 }, (_, n) => [event(`${n}a`), event(`${n}b`)])
  const placed = await Promise.all(batches.map((batch) => journal.append(batch)))
  expect(placed.flat().map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, n) => n + 8))
  expect(placed.flat().map(({ summary }) => summary)).toEqual(
    batches.flat().map(({ summary }) => summary),
  )
})

test('lines left of a write that was taken back are not read as events', async () => {
  await writeJournal('one', 'two')
  const first = readFileSync(path)
  const again = formatJournalLine({ seq: 2, ...event('two, again') })
  writeFileSync(path, Buffer.concat([first, again]))
  expect(reopened().summaries).toEqual(['one', 'two'])
  truncateSync(path, 0)
  expect(reopened().seqs).toEqual([])
})
