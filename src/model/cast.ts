/**
 * asciicast v3, the form in which recordings are written: a header, then one event a line with the seconds since the
 * event before. Source: the asciicast v3 specification of asciinema.
 */

/** `o` output, `i` input, `m` marker, `r` resize (`COLUMNSxROWS`), `x` exit status; there may be others. */
export interface CastEvent {
  /** Milliseconds since the recording began. */
  timeMs: number
  code: string
  data: string
}

/** The first line of a cast. What is not known is absent. */
export interface CastHeader {
  columns: number
  rows: number
  /** Seconds since the epoch. */
  timestamp?: number | undefined
  /** As the shell would take it. */
  command?: string | undefined
  title?: string | undefined
  /** Name of the terminal, as in `TERM`. */
  term?: string
  /** Seconds; pauses are to be played no longer. */
  idleTimeLimit?: number
}

/** Begins the label of a marker that stands for output which was not recorded. */
export const GAP_MARKER = 'GAP: '

/** Why nothing is recorded after the end of one that did not close its recording. */
export const KILLED = 'what recorded was killed here'

/** Returns the first line of a cast, with its end. */
export function formatCastHeader(header: CastHeader): string {
  const { columns, rows, term, timestamp, idleTimeLimit, command, title } = header
  const json = {
    version: 3,
    term: { cols: columns, rows, type: term },
    timestamp,
    idle_time_limit: idleTimeLimit,
    command,
    title,
  }
  return `${JSON.stringify(json)}\n`
}

/** Writes intervals in whole milliseconds that add up to the times they stand between, however many there are. */
export class CastLines {
  #writtenMs: number

  /** @param startMs what the first interval counts from. */
  constructor(startMs = 0) {
    this.#writtenMs = Math.round(startMs)
  }

  /** Returns the line of an event, with its end. A time before the last one counts as the last one. */
  format({ timeMs, code, data }: CastEvent): string {
    const intervalMs = Math.max(0, Math.round(timeMs) - this.#writtenMs)
    this.#writtenMs += intervalMs
    return `[${(intervalMs / 1000).toFixed(3)}, ${JSON.stringify(code)}, ${JSON.stringify(data)}]\n`
  }
}
