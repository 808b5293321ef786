/** Where secrets stand in a content, as redaction would find them: what is kept as it was is veiled when shown. */
import type { SecretFinder } from '../../rules/redaction/secret-finder.ts'
import { SecretSpans } from '../../rules/redaction/secret-spans.ts'
import type { TextPart } from './source-text.ts'

export interface SecretPlace extends TextPart {
  /** '' for what goes on from the one before. */
  rule: string
}

/** Looking through more takes longer than anybody waits for it: then only what is shown is looked at. */
export const SEARCHED_CHARACTERS_MAX = 1024 * 1024

/** Returns them in order. */
export function secretPlaces(finder: SecretFinder, text: string): SecretPlace[] {
  const spans = new SecretSpans(finder)
  return [...spans.push(text).spans, ...spans.end().spans].map(({ ruleId: rule, start, end }) => ({
    rule,
    start,
    end,
  }))
}
