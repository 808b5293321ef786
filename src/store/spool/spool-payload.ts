/** What is in a payload: JSON, or lines of it. */
import { parseCutJson } from '../../model/cut-json.ts'
import { SPOOL_FILE_MAX_BYTES } from './spool.ts'

/** The JSON values of a payload: one, or one a line. */
interface ReadPayloads {
  payloads: unknown[]
  isTruncated: boolean
  /** How many lines are not JSON. */
  badLines: number
}

/** Reads what a hook was given; returns a reason when it is not JSON. */
export function readPayloads(content: Buffer, wasKilled = false): ReadPayloads | string {
  const isTruncated = content.length > SPOOL_FILE_MAX_BYTES
  const text = content
    .subarray(0, SPOOL_FILE_MAX_BYTES)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  if (isTruncated) {
    const value = parseCutJson(text)
    if (value === undefined) return 'it is too long, and what was kept of it is not JSON'
    return { payloads: [value], isTruncated, badLines: 0 }
  }
  if (text.trim() === '') return 'it is empty'
  const whole = parseJson(text)
  if (whole) return { payloads: [whole.value], isTruncated, badLines: 0 }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const values = lines.map(parseJson).filter((line) => line !== undefined)
  // Of what a hook had written when it was killed, the beginning tells.
  const begun = wasKilled && values.length === 0 ? parseCutJson(text) : undefined
  if (begun !== undefined) return { payloads: [begun], isTruncated: true, badLines: 0 }
  if (values.length === 0) return 'it is not JSON'
  const payloads = values.map(({ value }) => value)
  return { payloads, isTruncated, badLines: lines.length - values.length }
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    // The caller puts it aside and says so.
    return undefined
  }
}
