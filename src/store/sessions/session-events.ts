/** The events of a session, in order, a segment at a time: also while the session goes on. */
import { readFileSync } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../home/home.ts'
import { Additions } from './additions.ts'
import { parseEvent, readJournalLines, type StoredEvent } from './journal-line.ts'
import { liveFolder, segmentFile } from './live-folder.ts'
import type { SessionsReader, StoredSession } from './sessions-repo.ts'

/** Only events with these numbers; all unless given. */
export interface EventRange {
  from?: number | undefined
  to?: number | undefined
}

/**
 * Yields them with what was added to them later.
 * @throws {FlightrecError} corrupt-store
 */
export async function* readEvents(
  home: Home,
  reader: SessionsReader,
  id: SessionId,
  { from = 1, to = Infinity }: EventRange = {},
): AsyncGenerator<StoredEvent> {
  const additions = await readAdditions(home, reader, id)
  for await (const { events } of segments(home, reader, id)) {
    for (const stored of events()) {
      if (stored.seq > to) return
      const event = stored.seq >= from ? additions.applied(stored) : undefined
      if (event) yield event
    }
  }
}

interface Segment {
  bytes: Buffer
  events(): Generator<StoredEvent>
}

async function readAdditions(
  home: Home,
  reader: SessionsReader,
  id: SessionId,
): Promise<Additions> {
  const additions = new Additions()
  const stored = await reader.find(id)
  // What is stored says whether it holds any; of what is being written, only the lines do.
  const first = stored && !stored.session.totals.additions ? stored.segments.size + 1 : 1
  for await (const { bytes } of segments(home, reader, id, first)) additions.collect(bytes)
  return additions
}

async function* segments(
  home: Home,
  reader: SessionsReader,
  id: SessionId,
  first = 1,
): AsyncGenerator<Segment> {
  let stored = await reader.find(id)
  for (let n = first; ; n += 1) {
    let segment = (await storedSegment(reader, stored, n)) ?? liveSegment(home, id, n)
    if (!segment) {
      // It may have moved from one place to the other just now.
      stored = await reader.find(id)
      segment = await storedSegment(reader, stored, n)
    }
    if (!segment) return
    yield segment
  }
}

async function storedSegment(
  reader: SessionsReader,
  stored: StoredSession | undefined,
  n: number,
): Promise<Segment | undefined> {
  const oid = stored?.segments.get(n)
  if (oid === undefined) return undefined
  const bytes = await reader.segment(oid)
  return { bytes, events: () => jsonLines(bytes) }
}

function* jsonLines(bytes: Buffer): Generator<StoredEvent> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at)
    const next = end < 0 ? bytes.length : end
    const event = parseEvent(bytes.toString('utf8', at, next))
    if (event) yield event
    at = next + 1
  }
}

function liveSegment(home: Home, id: SessionId, n: number): Segment | undefined {
  try {
    const bytes = readFileSync(segmentFile(liveFolder(home, id), n))
    return { bytes, events: () => wholeLines(bytes) }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** What is being written right now is not whole, and not shown. */
function* wholeLines(bytes: Buffer): Generator<StoredEvent> {
  for (const { event } of readJournalLines(bytes)) if (event) yield event
}
