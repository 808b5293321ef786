/** Times as people write them: a clock time, so long ago, a date, ISO 8601, seconds since the epoch. */
import { FlightrecError } from './errors.ts'
import { showText } from './show.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS: readonly (readonly [names: RegExp, ms: number])[] = [
  [/^(?:ms|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, SECOND],
  [/^(?:m|mins?|minutes?)$/, MINUTE],
  [/^(?:h|hrs?|hours?)$/, HOUR],
  [/^(?:d|days?)$/, DAY],
  [/^(?:w|weeks?)$/, 7 * DAY],
]

const DATE = String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})`
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`
const ZONE = String.raw`(?<zone>z|[+-]\d{2}:?\d{2})?`

const DATE_ONLY = new RegExp(`^${DATE}$`)
const DATE_AND_CLOCK = new RegExp(`^${DATE}[t ]${CLOCK} ?${ZONE}$`)
const DAY_AND_CLOCK = new RegExp(`^(?:(?<name>today|yesterday)(?: |$))?(?:${CLOCK})?$`)
const AGO = /^((?:\d+ ?[a-z]+[ ,]*)+) ago$/
const EPOCH = /^@(\d{1,11})(?:\.(\d{1,9}))?$/

/**
 * Returns milliseconds since the epoch. Where no zone is given the local one counts; a day alone means its
 * first moment.
 * @throws {FlightrecError} usage, when `text` is no time.
 */
export function parseTimeExpression(text: string, nowMs: number): number {
  const time = findTimeExpression(text, nowMs)
  if (time !== undefined) return time
  throw new FlightrecError('usage', `not a time: '${showText(text)}'`, {
    hint: 'Give a time such as `14:03`, `10m ago`, `yesterday 14:00`, `2026-06-12` or `2026-06-12T14:03:22Z`.',
  })
}

/** As `parseTimeExpression`, but undefined when `text` is no time. */
export function findTimeExpression(text: string, nowMs: number): number | undefined {
  const plain = text.trim().toLowerCase()
  if (plain === '') return undefined
  if (plain === 'now') return nowMs
  const epoch = EPOCH.exec(plain)
  if (epoch) return Number(epoch[1]) * SECOND + fractionMs(epoch[2])
  return parseDate(plain) ?? parseDayAndClock(plain, nowMs) ?? parseAgo(plain, nowMs)
}

function parseDate(text: string): number | undefined {
  const parts = (DATE_ONLY.exec(text) ?? DATE_AND_CLOCK.exec(text))?.groups
  return parts && timeOf(Number(parts.year), Number(parts.month), Number(parts.day), parts)
}

function parseDayAndClock(text: string, nowMs: number): number | undefined {
  const parts = DAY_AND_CLOCK.exec(text)?.groups
  if (!parts) return undefined
  const day = new Date(nowMs)
  if (parts.name === 'yesterday') day.setDate(day.getDate() - 1)
  return timeOf(day.getFullYear(), day.getMonth() + 1, day.getDate(), parts)
}

/** `2 hours ago`, `1h 30m ago`, and git's way of writing it, `10.minutes.ago`. */
function parseAgo(text: string, nowMs: number): number | undefined {
  const amounts = AGO.exec(text.replaceAll(/[ ._]+/g, ' '))?.[1]
  if (amounts === undefined) return undefined
  let time = nowMs
  for (const [, count, name] of amounts.matchAll(/(\d+) ?([a-z]+)/g)) {
    const unit = UNITS.find(([names]) => names.test(name!))
    if (!unit) return undefined
    time -= Number(count) * unit[1]
  }
  return isTime(time) ? time : undefined
}

/** Returns undefined for a date or clock time that does not exist, such as 30 February or 25:00. */
function timeOf(
  year: number,
  month: number,
  day: number,
  clock: Record<string, string | undefined>,
): number | undefined {
  const [hour, minute, second] = [clock.hour, clock.minute, clock.second].map((n) => Number(n ?? 0))
  const days = new Date(Date.UTC(2000, 0, 1))
  days.setUTCFullYear(year, month - 1, day)
  if (days.getUTCMonth() !== month - 1 || days.getUTCDate() !== day) return undefined
  if (hour! > 23 || minute! > 59 || second! > 59) return undefined
  const ms = fractionMs(clock.fraction)
  if (clock.zone === undefined) {
    const local = new Date(2000, 0, 1, hour, minute, second, ms)
    local.setFullYear(year, month - 1, day)
    return local.getTime()
  }
  const offset = offsetMs(clock.zone)
  return offset === undefined
    ? undefined
    : days.getTime() + hour! * HOUR + minute! * MINUTE + second! * SECOND + ms - offset
}

function offsetMs(zone: string): number | undefined {
  if (zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  if (hours > 14 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE)
}

function fractionMs(digits: string | undefined): number {
  return Number((digits ?? '').slice(0, 3).padEnd(3, '0'))
}

function isTime(ms: number): boolean {
  return !Number.isNaN(new Date(ms).getTime())
}
