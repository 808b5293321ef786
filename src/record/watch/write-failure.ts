import { errnoOf, FlightrecError } from '../../model/errors.ts'

/** Returns why a snapshot could not be written, as something a user can be told. */
export function writeFailure(error: unknown): FlightrecError {
  if (error instanceof FlightrecError) return error
  const errno = errnoOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (errno === 'ENOSPC' || errno === 'EDQUOT') {
    return new FlightrecError('disk-full', `no space left where the flightrec home is (${errno})`, {
      hint: 'Free some space, or run `flightrec gc --keep-days 30`; what changes is recorded then.',
      cause: error,
    })
  }
  if (errno !== undefined) return new FlightrecError('failed', message, { cause: error })
  const stack = error instanceof Error ? error.stack : undefined
  return new FlightrecError('bug', `internal error: ${stack ?? message}`, { cause: error })
}

const RETRY_MS_MAX = 60_000

/** Returns when to try again after so many failures in a row. */
export function retryDelayMs(failures: number): number {
  return Math.min(RETRY_MS_MAX, 500 * 2 ** failures)
}
