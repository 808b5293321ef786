/** Pieces of patterns that read what people write. */

/** Returns a group of which one is there; each argument may itself be several, with `|` between. */
export function oneOf(...phrases: readonly string[]): string {
  return `(?:${phrases.join('|')})`
}

/** Returns a pattern of what may be there in a row, each followed by a blank. */
export function inFront(...phrases: readonly string[]): string {
  return `(?:${oneOf(...phrases)}\\s+)*`
}

/** Returns a pattern of whole words, in whatever case. */
export function anyWord(...phrases: readonly string[]): RegExp {
  return new RegExp(`(?<!\\w)${oneOf(...phrases)}(?!\\w)`, 'i')
}
