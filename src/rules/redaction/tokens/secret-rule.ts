/**
 * What a rule for one kind of secret is: data. A rule is tried where one of its keywords stands, so that a text
 * without keywords costs next to nothing, and its pattern has bounds everywhere, so that no text is slow.
 */

export interface SecretRule {
  /** Stands in the output as `[redacted:<id>]`. */
  id: string
  /** What it finds, for people. */
  summary: string
  /** What a match begins with; at least three characters each. */
  keywords: readonly string[]
  /** Whether keywords are found in any case. Default: as written. */
  ignoresCase?: true
  /** Sticky: tried at the keyword. Its last group that took part is the secret; without groups all of the match is. */
  pattern: RegExp
  /** Whether the keyword may follow a letter or digit at once. */
  startsAnywhere?: true
  examples: RuleExamples
}

/**
 * What proves the rule. `<w36>` stands for 36 random characters of the class w (see test/rules), so that no example
 * looks like a real secret.
 */
interface RuleExamples {
  found: readonly string[]
  left: readonly string[]
}

/** Declares a rule. */
export function secretRule(
  id: string,
  summary: string,
  keywords: readonly string[],
  pattern: RegExp,
  examples: RuleExamples,
): SecretRule {
  return { id, summary, keywords, pattern, examples }
}

/** Longest run a pattern looks at; what is longer is followed to its end by the redactor. */
export const SECRET_LENGTH_MAX = 1024
