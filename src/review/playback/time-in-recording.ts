/** A time of a recording as people write it. */
import { findTimeExpression } from '../../model/time-expression.ts'

export interface RecordingSpan {
  /** When it began, in milliseconds since the epoch; absent where that is not known. */
  startedMs?: number | undefined
  durationMs: number
}

const UNITS_MS: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 }
const SHARE = /^(\d{1,3}(?:\.\d+)?) ?%$/
const SINCE_START =
  /^\+ ?(?:(\d+(?:\.\d+)?) ?h)? ?(?:(\d+(?:\.\d+)?) ?m)? ?(?:(\d+(?:\.\d+)?) ?s?)?$/
const ELAPSED = /^\+? ?(?:(\d+):)?(\d{1,3}):(\d{2}(?:\.\d+)?)$/
/** `14:32` is all of that minute. */
const TOO_EARLY_MS = 60_000

/**
 * Returns milliseconds since the recording began: of `start`, `end`, `90%`, `+5m`, `+1:30`, or of a time of day, of
 * the day it began on or the next one, or a date. Undefined for what is none of these, or lies outside.
 */
export function findTimeInRecording(text: string, span: RecordingSpan): number | undefined {
  const { startedMs, durationMs } = span
  const plain = text.trim().toLowerCase()
  if (plain === 'end') return durationMs
  if (plain === 'start') return 0
  const share = SHARE.exec(plain)?.[1]
  if (share !== undefined) return within((Number(share) / 100) * durationMs, durationMs)
  const since = SINCE_START.exec(plain)
  if (since && /\d/.test(plain)) {
    const [, hours = 0, minutes = 0, seconds = 0] = since.map(Number).map((n) => n || 0)
    return within(hours * UNITS_MS.h! + minutes * UNITS_MS.m! + seconds * UNITS_MS.s!, durationMs)
  }
  const isElapsed = plain.startsWith('+') || startedMs === undefined
  const elapsed = isElapsed ? ELAPSED.exec(plain) : null
  if (elapsed) {
    const [hours, minutes, seconds] = elapsed.slice(1).map((part) => Number(part ?? 0))
    return within(((hours! * 60 + minutes!) * 60 + seconds!) * 1_000, durationMs)
  }
  return startedMs === undefined ? undefined : clockTime(plain, startedMs, durationMs)
}

function clockTime(plain: string, startedMs: number, durationMs: number): number | undefined {
  const time = findTimeExpression(plain, startedMs)
  if (time === undefined) return undefined
  const isTimeOfDay = /^\d{1,2}:\d{2}/.test(plain)
  // It may have gone on over midnight.
  const nextDay = isTimeOfDay ? findTimeExpression(plain, startedMs + 24 * UNITS_MS.h!) : undefined
  for (const candidate of [time, nextDay ?? time]) {
    const found = within(candidate - startedMs, durationMs)
    if (found !== undefined) return found
  }
  return undefined
}

function within(timeMs: number, durationMs: number): number | undefined {
  if (timeMs < -TOO_EARLY_MS || timeMs > durationMs + TOO_EARLY_MS) return undefined
  return Math.min(Math.max(timeMs, 0), durationMs)
}
