/** What a recording does not have, without rebuilding its screens: a part without a gap is only searched. */
import { type CastEvent, GAP_MARKER } from '../../model/cast.ts'
import { CastReader } from '../../store/recordings/cast-reader.ts'
import type { RecordingPart, RecordingSource } from '../../store/recordings/recording-source.ts'

/** A stretch that was not recorded, in milliseconds since the recording began. */
export interface RecordingGap {
  fromMs: number
  /** When something was recorded again; `fromMs` where nothing was. */
  toMs: number
  reason: string
}

interface RecordingExtent {
  gaps: RecordingGap[]
  /** When it ends. */
  lastMs: number
}

const PIECE_BYTES = 1 << 20
const MARKER = Buffer.from(`"${GAP_MARKER}`)

/** @throws {FlightrecError} corrupt-store, failed */
export async function readExtent(source: RecordingSource): Promise<RecordingExtent> {
  const { duration_ms: durationMs } = source.recording
  const extent = new Extent()
  for (const part of source.parts) {
    if (durationMs !== undefined && !(await holdsMarker(part))) extent.at(part.startMs)
    else await readPart(part, extent)
  }
  if (durationMs !== undefined) extent.at(durationMs)
  return extent
}

class Extent implements RecordingExtent {
  readonly gaps: RecordingGap[] = []
  lastMs = 0
  #open: RecordingGap | undefined

  add({ timeMs, code, data }: CastEvent): void {
    this.at(timeMs)
    if (code !== 'm' || !data.startsWith(GAP_MARKER)) return
    this.#open = { fromMs: timeMs, toMs: timeMs, reason: data.slice(GAP_MARKER.length) }
    this.gaps.push(this.#open)
  }

  /** Something was recorded then. */
  at(timeMs: number): void {
    if (this.#open) this.#open.toMs = Math.max(this.#open.fromMs, timeMs)
    this.#open = undefined
    this.lastMs = Math.max(this.lastMs, timeMs)
  }
}

async function readPart(part: RecordingPart, extent: Extent): Promise<void> {
  for await (const event of eventsOfPart(part)) extent.add(event)
}

/** Yields all that a part of a recording holds, a megabyte at a time. */
export async function* eventsOfPart(part: RecordingPart): AsyncGenerator<CastEvent> {
  const reader = new CastReader(part.startMs)
  for await (const bytes of pieces(part)) yield* reader.push(bytes)
  if (reader.header) yield* reader.end()
}

async function holdsMarker(part: RecordingPart): Promise<boolean> {
  let tail: Buffer = Buffer.alloc(0)
  for await (const bytes of pieces(part)) {
    if (bytes.includes(MARKER)) return true
    const edge = Buffer.concat([tail, bytes.subarray(0, MARKER.length)])
    if (edge.includes(MARKER)) return true
    tail = bytes.subarray(-MARKER.length)
  }
  return false
}

async function* pieces(part: RecordingPart): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const bytes = await part.read(at, PIECE_BYTES)
    if (bytes.length === 0) return
    yield bytes
    at += bytes.length
  }
}
