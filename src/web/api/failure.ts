/** An answer that is none: the object that the command line writes with `--json`. */
import type { failureJson } from '../../review/json/failure.ts'

export type FailureAnswer = ReturnType<typeof failureJson>
