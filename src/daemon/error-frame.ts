/** Errors on their way over the socket. */
import { ERRORS, type ErrorCode, errnoOf, FlightrecError } from '../model/errors.ts'
import { writeFailure } from '../record/watch/write-failure.ts'
import type { DaemonFrame } from './protocol.ts'

/** Returns the frame that tells an error; 0 is the id of what was no request. */
export function errorFrame(id: number, error: unknown): DaemonFrame {
  if (error instanceof FlightrecError || errnoOf(error) !== undefined) {
    const { code, message, hint } = writeFailure(error)
    return { type: 'error', id, code, message, hint }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { type: 'error', id, code: 'bug', message }
}

export function errorFromFrame(frame: {
  code: string
  message: string
  hint?: string | undefined
}): FlightrecError {
  const code = (Object.hasOwn(ERRORS, frame.code) ? frame.code : 'failed') as ErrorCode
  return new FlightrecError(code, frame.message, { hint: frame.hint })
}
