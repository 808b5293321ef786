/** ttyrec: frames of seconds, microseconds and length, each 32 bits with the least first, then what was put out. */
import { StringDecoder } from 'node:string_decoder'
import type { CastEvent } from '../../../model/cast.ts'
import { FlightrecError } from '../../../model/errors.ts'
import type { CastOnDisk } from '../../../store/recordings/cast-on-disk.ts'

const HEAD_BYTES = 12
const FRAME_BYTES_MAX = 16 << 20
/** Of 1990. */
const SECONDS_MIN = 631_152_000

interface Head {
  timeMs: number
  length: number
}

/** Whether a file that begins so may be one. */
export function isTtyrec(beginning: Buffer): boolean {
  return beginning.length >= HEAD_BYTES && headIn(beginning) !== undefined
}

function headIn(bytes: Buffer): Head | undefined {
  const [seconds, micros, length] = [0, 4, 8].map((at) => bytes.readUInt32LE(at)) as [
    number,
    number,
    number,
  ]
  const isHead = seconds >= SECONDS_MIN && micros < 1_000_000 && length <= FRAME_BYTES_MAX
  return isHead ? { timeMs: seconds * 1000 + micros / 1000, length } : undefined
}

/** @throws {FlightrecError} failed, where a frame is none; half a last frame is left out. */
export function* ttyrecEvents(file: CastOnDisk): Generator<CastEvent> {
  const decoder = new StringDecoder('utf8')
  let pending: Buffer = Buffer.alloc(0)
  let startMs: number | undefined
  let lastMs = 0
  for (const chunk of file.chunks()) {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk
    while (pending.length >= HEAD_BYTES) {
      const head = headIn(pending)
      if (!head) throw new FlightrecError('failed', 'it is no ttyrec beyond its beginning')
      const end = HEAD_BYTES + head.length
      if (pending.length < end) break
      startMs ??= head.timeMs
      lastMs = Math.max(lastMs, head.timeMs - startMs)
      yield { timeMs: lastMs, code: 'o', data: decoder.write(pending.subarray(HEAD_BYTES, end)) }
      pending = pending.subarray(end)
    }
  }
  const rest = decoder.end()
  if (rest !== '') yield { timeMs: lastMs, code: 'o', data: rest }
}
