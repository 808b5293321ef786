/** Redaction of whole texts: events, transcripts, prompts, log lines. */

import { SecretFinder } from './secret-finder.ts'
import { TextRedactor } from './text-redactor.ts'
import { knownSpellings } from './values/known-values.ts'

interface Redacted {
  text: string
  /** How many secrets were replaced, by rule. */
  counts: ReadonlyMap<string, number>
}

/**
 * Returns a finder that looks for `knownValues` beside what the rules tell, and for the beginnings of `begun`, in what
 * was redacted once; keep it, it costs some work to make.
 */
export function createSecretFinder(
  knownValues: Iterable<string> = [],
  begun?: readonly string[],
): SecretFinder {
  return new SecretFinder(
    knownSpellings(knownValues, (text) => text),
    begun,
  )
}

/** Returns the same for bytes that are read as latin1, one character a byte. */
export function createByteSecretFinder(knownValues: Iterable<string> = []): SecretFinder {
  return new SecretFinder(
    knownSpellings(knownValues, (text) => Buffer.from(text).toString('latin1')),
  )
}

/** Returns `text` with each secret replaced by `[redacted:<rule>]`. */
export function redactText(finder: SecretFinder, text: string): Redacted {
  const redactor = new TextRedactor(finder)
  return { text: redactor.push(text) + redactor.end(), counts: redactor.counts }
}
