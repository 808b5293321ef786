import type { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'

/** Returns a failure as JSON output has it; see docs/json.md. */
export function failureJson({ code, exitCode, message, hint }: FlightrecError) {
  return {
    type: 'error' as const,
    code,
    exit_code: exitCode,
    message: showText(message),
    ...(hint && { hint: showText(hint) }),
  }
}
