import type { Risk } from './risk.ts'

/** What a rule reported about one event. */
export interface Finding {
  /** Id of the rule. */
  rule: string
  risk: Risk
  /** One sentence, lower case, no full stop; holds untrusted text: show it with `showText`. */
  message: string
  /** The paths in question, as they were named. */
  paths?: readonly string[]
}
