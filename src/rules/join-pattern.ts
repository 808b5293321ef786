/** Returns the regular expression whose source is these parts, which are raw strings, one after the other. */
export function joinPattern(flags: string, ...parts: readonly string[]): RegExp {
  return new RegExp(parts.join(''), flags)
}
