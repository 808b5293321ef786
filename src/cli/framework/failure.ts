/** What is said on stderr when something goes wrong. */
import type { FlightrecError } from '../../model/errors.ts'
import { showBlock, showText } from '../../model/show.ts'
import { failureJson } from '../../review/json/failure.ts'

/** Returns the lines that tell a failure on stderr; as JSON the last one is the error as an object. */
export function failureLines(failure: FlightrecError, isJson: boolean): string[] {
  const message = showText(failure.message)
  const hint = failure.hint === undefined ? undefined : showText(failure.hint)
  const stack = failure.code === 'bug' ? stackLines(failure.cause) : []
  if (isJson) {
    return [...stack, JSON.stringify(failureJson(failure))]
  }
  return [...stack, `flightrec: ${message}`, ...(hint === undefined ? [] : [`hint: ${hint}`])]
}

function stackLines(cause: unknown): string[] {
  return cause instanceof Error && cause.stack ? [showBlock(cause.stack)] : []
}
