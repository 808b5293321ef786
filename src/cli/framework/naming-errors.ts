/** What may be wrong with the name of a snapshot or a session. */
import type { ErrorCode } from '../../model/errors.ts'

export const SESSION_ERRORS = [
  'unknown-session',
  'ambiguous-session',
] as const satisfies ErrorCode[]

/** Of a place in the record: a snapshot, or a session and its step. */
export const PLACE_ERRORS = [
  'unknown-snapshot',
  'ambiguous-snapshot',
  ...SESSION_ERRORS,
] as const satisfies ErrorCode[]
