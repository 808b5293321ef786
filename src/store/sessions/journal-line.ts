/** A line of a journal: the CRC-32 of an event's JSON in eight hex digits, a blank, the JSON, a line end. */
import { crc32 } from 'node:zlib'
import type { Event } from '../../model/event.ts'

/** An event as it is stored. */
export type StoredEvent = Event & {
  /** Name of the spool entry it came from. */
  intake?: string
  /** Number of the event whose missing fields it holds: an addition, which readers see as part of that event. */
  fills?: number
}

const CHECKSUM_LENGTH = 8

/** Returns the line of an event, its end included. */
export function formatJournalLine(event: StoredEvent): Buffer {
  const json = JSON.stringify(event)
  return Buffer.from(`${checksumOf(json)} ${json}\n`, 'utf8')
}

/** Returns the CRC-32 of JSON in eight hex digits. */
export function checksumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(CHECKSUM_LENGTH, '0')
}

/** One line as it was found. */
export interface FoundLine {
  /** Where it starts in the journal. */
  at: number
  /** With the line end, if it has one. */
  bytes: Buffer
  /** Undefined when the bytes are not what was written. */
  event: StoredEvent | undefined
}

/** Yields every line of a journal; what follows the last line end is one that is not whole. */
export function* readJournalLines(bytes: Buffer): Generator<FoundLine> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at)
    const next = end < 0 ? bytes.length : end + 1
    const line = bytes.subarray(at, next)
    yield { at, bytes: line, event: end < 0 ? undefined : parseLine(line) }
    at = next
  }
}

function parseLine(line: Buffer): StoredEvent | undefined {
  const json = line.subarray(CHECKSUM_LENGTH + 1, -1)
  if (line.toString('latin1', 0, CHECKSUM_LENGTH + 1) !== `${checksumOf(json)} `) return undefined
  return parseEvent(json.toString('utf8'))
}

/** Returns the event that a line of JSON holds; undefined when it holds none. */
export function parseEvent(json: string): StoredEvent | undefined {
  try {
    const event = JSON.parse(json) as Partial<StoredEvent> | null
    const isEvent = typeof event?.seq === 'number' && typeof event.event_type === 'string'
    return isEvent ? (event as StoredEvent) : undefined
  } catch {
    // Not JSON: damaged.
    return undefined
  }
}

/** Returns the lines of a whole journal as they stand in the sessions repo: the JSON alone. */
export function journalAsSegment(journal: Buffer): Buffer {
  const lines = [...readJournalLines(journal)]
  if (lines.length === 0) return Buffer.alloc(0)
  const prefix = formatJournalLine(lines[0]!.event!).indexOf('{')
  return Buffer.concat(lines.map(({ bytes }) => bytes.subarray(prefix)))
}
