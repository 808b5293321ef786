/** Times and lengths as the page writes them: local unless UTC is asked for, the date wherever it is not today. */
import { signal } from '@preact/signals'

/** Whether times are shown in UTC instead of this browser's zone. */
export const isUtc = signal(false)

const two = (n: number) => String(n).padStart(2, '0')
const three = (n: number) => String(n).padStart(3, '0')

/** Reads the parts of a time in the zone that is shown. */
function partsOf(timeMs: number) {
  const at = new Date(timeMs)
  return isUtc.value
    ? {
        ...{ year: at.getUTCFullYear(), month: at.getUTCMonth(), day: at.getUTCDate() },
        ...{ weekday: at.getUTCDay(), hours: at.getUTCHours(), minutes: at.getUTCMinutes() },
        ...{ seconds: at.getUTCSeconds(), ms: at.getUTCMilliseconds() },
      }
    : {
        ...{ year: at.getFullYear(), month: at.getMonth(), day: at.getDate() },
        ...{ weekday: at.getDay(), hours: at.getHours(), minutes: at.getMinutes() },
        ...{ seconds: at.getSeconds(), ms: at.getMilliseconds() },
      }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Returns `14:04:04`, or `14:04:04.021`. */
export function clockText(
  timeMs: number,
  precision: 'minutes' | 'seconds' | 'ms' = 'seconds',
): string {
  const { hours, minutes, seconds, ms } = partsOf(timeMs)
  const clock = `${two(hours)}:${two(minutes)}`
  if (precision === 'minutes') return clock
  return precision === 'ms' ? `${clock}:${two(seconds)}.${three(ms)}` : `${clock}:${two(seconds)}`
}

/** Returns `Fri 27 Nov`, with the year where that is not this one. */
export function dayText(timeMs: number, nowMs: number): string {
  const { year, month, day, weekday } = partsOf(timeMs)
  const text = `${DAYS[weekday]} ${day} ${MONTHS[month]}`
  return year === partsOf(nowMs).year ? text : `${text} ${year}`
}

/** Returns the name of the day that all its times share. */
export function dayKey(timeMs: number): string {
  const { year, month, day } = partsOf(timeMs)
  return `${year}-${two(month + 1)}-${two(day)}`
}

/** Returns the clock time, behind the day where that is not today. */
export function momentText(timeMs: number, nowMs: number): string {
  const clock = clockText(timeMs)
  return dayKey(timeMs) === dayKey(nowMs) ? clock : `${dayText(timeMs, nowMs)} ${clock}`
}

/** Returns the name of the zone that times are shown in: `UTC`, `UTC+2`. */
export function zoneText(timeMs: number): string {
  const minutes = isUtc.value ? 0 : -new Date(timeMs).getTimezoneOffset()
  if (minutes === 0) return 'UTC'
  const ahead = Math.abs(minutes)
  const rest = ahead % 60 === 0 ? '' : `:${two(ahead % 60)}`
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(ahead / 60)}${rest}`
}

/** Returns `41ms`, `1.9s`, `12s`, `2m 47s`, `1h 04m`, `3d 02h`. */
export function lengthText(lengthMs: number): string {
  const ms = Math.max(0, Math.round(lengthMs))
  if (ms < 1_000) return `${ms}ms`
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)}s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours}h ${two(minutes % 60)}m`
  return `${Math.floor(hours / 24)}d ${two(hours % 24)}h`
}

/** Returns how far into something a time is: `0:11`, `1:04:07`. */
export function offsetText(offsetMs: number): string {
  const isBefore = offsetMs < 0
  const seconds = Math.floor(Math.abs(offsetMs) / 1_000)
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor(seconds / 60) % 60
  const clock = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes)
  return `${isBefore ? '−' : ''}${clock}:${two(seconds % 60)}`
}
