/** Sizes, durations and moments as people read them. */
import { showCount } from './counts.ts'

const SIZE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

/** Returns e.g. `18 B`, `1.2 KB`, `340 MB`; a KB is 1000 bytes. */
export function formatSize(sizeBytes: number): string {
  let value = sizeBytes
  let unit = 0
  // 999.5 would be shown as 1000: it is 1.0 of the next unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < SIZE_UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1
  return `${value.toFixed(digits)} ${SIZE_UNITS[unit]}`
}

const SPANS: readonly (readonly [letter: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
]

/** Returns the two largest parts of a duration, e.g. `2m 10s`, `3d 4h`, `0.4s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 950) return `${(Math.max(0, durationMs) / 1000).toFixed(1)}s`
  const total = Math.round(durationMs / 1000)
  const at = SPANS.findIndex(([, seconds]) => total >= seconds)
  let rest = total
  const parts: string[] = []
  for (const [letter, seconds] of SPANS.slice(at, at + 2)) {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    if (count > 0) parts.push(`${count}${letter}`)
  }
  return parts.join(' ')
}

const AGES: readonly (readonly [unit: string, seconds: number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** Returns e.g. `3 minutes ago`, `just now`, or `in the future` for a clock that was set back. */
export function formatAge(timeMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - timeMs) / 1000)
  if (seconds < -60) return 'in the future'
  const age = AGES.find(([, span]) => seconds >= span)
  if (!age) return 'just now'
  return `${showCount(Math.floor(seconds / age[1]), age[0])} ago`
}

/** Returns the largest unit alone, `12m ago`; `just now` below a second, or for a clock that was set back. */
export function formatShortAge(timeMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - timeMs) / 1000)
  const span = SPANS.find(([, length]) => seconds >= length)
  return span ? `${Math.floor(seconds / span[1])}${span[0]} ago` : 'just now'
}

const twoDigits = (n: number) => String(n).padStart(2, '0')

/** Returns the local clock time, `14:03:10`. */
export function formatClock(timeMs: number): string {
  const at = new Date(timeMs)
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':')
}

/** Returns how far something has come, `4:07` or `1:04:07`. */
export function formatElapsed(elapsedMs: number): string {
  const seconds = Math.floor(Math.max(0, elapsedMs) / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = twoDigits(seconds % 60)
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** Returns local date and time, `2026-06-12 14:03:10`. */
export function formatDate(timeMs: number): string {
  const at = new Date(timeMs)
  const day = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-')
  return `${day} ${formatClock(timeMs)}`
}

/** Returns local date and time with the zone, `2026-06-12 14:03:10 +0200`. */
export function formatMoment(timeMs: number): string {
  const minutes = -new Date(timeMs).getTimezoneOffset()
  const ahead = Math.abs(minutes)
  const zone = `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(ahead / 60))}${twoDigits(ahead % 60)}`
  return `${formatDate(timeMs)} ${zone}`
}
