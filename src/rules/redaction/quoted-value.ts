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

/**
 * Returns where the quote closes that was opened `depth` escapes deep; the end of an outer string closes it too.
 * A quote after a run of n backslashes is as many escapes deep as n has one-bits at its end.
 */
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
      const depthHere = Math.log2((run ^ (run + 1)) + 1) - 1
      if (character === quote && depthHere === depth) return at - (2 ** depth - 1)
      const isOuter = character === '"' && (depthHere < depth || (isJson && depthHere === 0))
      if (isOuter) return at - run
    }
    run = 0
  }
  return limit < text.length ? limit - run : undefined
}
