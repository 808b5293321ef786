import { FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'

/** Returns what went wrong and what to do next, on one line. */
export function failureText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const hint = error instanceof FlightrecError && error.hint ? ` ${error.hint}` : ''
  return showText(message) + (hint && `.${hint}`)
}
