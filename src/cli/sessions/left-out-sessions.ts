import { ERRORS } from '../../model/errors.ts'
import type { Output } from '../terminal/output.ts'

/** Says which sessions cannot be read, and that the exit code is not that of a whole answer. */
export class LeftOutSessions {
  exitCode: number = 0
  readonly #out: Output

  constructor(out: Output) {
    this.#out = out
  }

  readonly onDamaged = (error: Error): void => {
    this.onIncomplete(new Error(`a session is left out: ${error.message}`))
  }

  readonly onIncomplete = ({ message }: Error): void => {
    this.exitCode = ERRORS.incomplete.exitCode
    this.#out.warn(message)
  }
}
