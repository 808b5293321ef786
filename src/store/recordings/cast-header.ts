/** The header of a cast, of whichever version: what is not as it should be is taken as unknown. */
import type { CastHeader } from '../../model/cast.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isTerminalSize, USUAL_SIZE } from '../../model/terminal-size.ts'

const TEXT_MAX = 10_000
/** What a recorder writes that had no terminal. */
const NO_SIDE = 0

type HeaderFields = Readonly<Record<string, unknown>>

/** @throws {FlightrecError} failed, when there can be no terminal of its size. */
export function headerOf(fields: HeaderFields, version: 1 | 2 | 3): CastHeader {
  const term = fieldsIn(fields.term)
  const [width, height] = version === 3 ? [term.cols, term.rows] : [fields.width, fields.height]
  const columns = width === NO_SIDE ? USUAL_SIZE.columns : width
  const rows = height === NO_SIDE ? USUAL_SIZE.rows : height
  if (!isTerminalSize(columns, rows)) {
    const size = `${JSON.stringify(width) ?? '?'}x${JSON.stringify(height) ?? '?'}`
    throw new FlightrecError(
      'failed',
      `it is for a terminal of ${size.slice(0, 60)} cells: there is none`,
    )
  }
  const { timestamp, idle_time_limit: idleTimeLimit } = fields
  const type = text(version === 3 ? term.type : fieldsIn(fields.env).TERM)
  const command = text(fields.command)
  const title = text(fields.title)
  return {
    columns: Number(columns),
    rows: Number(rows),
    ...(isSeconds(timestamp) && { timestamp: Number(timestamp) }),
    ...(isSeconds(idleTimeLimit) && { idleTimeLimit: Number(idleTimeLimit) }),
    ...(command !== undefined && { command }),
    ...(title !== undefined && { title }),
    ...(type !== undefined && { term: type }),
  }
}

function fieldsIn(value: unknown): HeaderFields {
  return typeof value === 'object' && value !== null ? (value as HeaderFields) : {}
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, TEXT_MAX) : undefined
}

/** Up to the year 9999. */
function isSeconds(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < 253_402_300_800
}
