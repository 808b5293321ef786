/** Asks a person before something of theirs is changed. */
import { FlightrecError } from '../../model/errors.ts'
import { isTyped, readAnswer } from '../../system/standard-input.ts'
import type { Output } from './output.ts'

/** Whether a person is there to answer, and sees what is asked. */
export function isAsked(out: Output): boolean {
  return out.isTerminal && isTyped()
}

/**
 * Returns whether the person says yes.
 * @throws {FlightrecError} usage, when there is nobody to ask.
 */
export async function confirm(
  question: string,
  out: Output,
  signal: AbortSignal,
): Promise<boolean> {
  if (!isTyped()) {
    throw new FlightrecError('usage', 'there is nobody to ask', {
      hint: 'Run it on a terminal, or with --yes.',
    })
  }
  out.talk(`${question} [y/N]`)
  return /^y(?:es)?$/i.test(await readAnswer(signal))
}
