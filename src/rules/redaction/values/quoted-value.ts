/** Values in quotes, which may themselves be escaped: `"a"`, `\"a\"` in JSON, `\\\"a\\\"` in JSON in JSON. */

const LENGTH_MAX = 4096

export interface QuotedValue {
  start: number
  end: number
  quote: string
}

/** Returns the value whose opening quote, with the backslashes before it, stands at `position`. */
export function quotedValueAt(
  text: string,
  position: number,
  isJson: boolean,
): QuotedValue | undefined {
  let at = position
  while (text[at] === '\\' && at - position < 16) at++
  const quote = text[at]
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined
  const depth = Math.log2(at - position + 1)
  if (!Number.isInteger(depth)) return undefined
  const end = closing(text, at + 1, quote, depth, isJson)
  return end === undefined ? undefined : { start: at + 1, end, quote }
}

/** Between two texts that code adds up. */
const GLUE = /\\{0,15}["'`][ \t]{0,8}(?:[+.&~]|\.\.|\|\|)[ \t]{0,8}(?=\\{0,15}["'`])/y
const ADJACENT = /\\{0,15}(["'])[ \t]{1,8}(?=\\{0,15}\1)/y
const ADDED_MAX = 32

/** Returns where each further text stands that is added to the one that ends at `end`: `"a" + "b"`. */
export function addedTexts(
  text: string,
  end: number,
  isJson: boolean,
  mayAdjoin: boolean,
): QuotedValue[] {
  const added: QuotedValue[] = []
  for (let at = end; added.length < ADDED_MAX; ) {
    const glue = [GLUE, ...(mayAdjoin ? [ADJACENT] : [])].find((pattern) => {
      pattern.lastIndex = at
      return pattern.test(text)
    })
    const next = glue && quotedValueAt(text, glue.lastIndex, isJson)
    if (!next) break
    added.push(next)
    at = next.end
  }
  return added
}

/**
 * Returns how many escapes deep a quote is that stands after so many backslashes: the one-bits at the number's end.
 * The backslashes before those belong to the text that the quote ends.
 */
function depthAfter(backslashes: number): number {
  return Math.log2((backslashes ^ (backslashes + 1)) + 1) - 1
}

/** Returns the quote that `ending` ends with, without the backslashes of the text before it. */
export function quoteOf(ending: string): string {
  return ending.slice(-(2 ** depthAfter(ending.length - 1)))
}

/** Returns where the quote closes that was opened `depth` escapes deep; the end of an outer string closes it too. */
function closing(
  text: string,
  from: number,
  quote: string,
  depth: number,
  isJson: boolean,
): number | undefined {
  const limit = Math.min(text.length, from + LENGTH_MAX)
  let run = 0
  for (let at = from; at < limit; at++) {
    const character = text[at]!
    if (character === '\n' || character === '\r') return undefined
    if (character === '\\') {
      run++
      continue
    }
    if (character === '"' || character === quote) {
      const depthHere = depthAfter(run)
      if (character === quote && depthHere === depth) return at - (2 ** depth - 1)
      const isOuter = character === '"' && (depthHere < depth || (isJson && depthHere === 0))
      if (isOuter) return at - run
    }
    run = 0
  }
  return limit < text.length ? limit - run : undefined
}
