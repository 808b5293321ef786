/** The events of a recording, in order, without holding more than a part of it. */
import type { CastEvent } from '../../model/cast.ts'
import { CastReader } from './cast-reader.ts'
import type { RecordingSource } from './recording-source.ts'

const SLICE_BYTES = 1 << 20

/**
 * Yields them, many at a time.
 * @throws {FlightrecError} corrupt-store, when a part of it is damaged.
 */
export async function* recordingEvents(source: RecordingSource): AsyncGenerator<CastEvent[]> {
  for (const part of source.parts) {
    const reader = new CastReader(part.startMs)
    for (let at = 0; ; ) {
      const slice = await part.read(at, SLICE_BYTES)
      if (slice.length === 0) break
      at += slice.length
      yield reader.push(slice)
    }
    yield reader.end()
  }
}
