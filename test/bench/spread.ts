/** Several measurements of one thing, and what is said of them. */
export interface Spread {
  median: number
  min: number
  max: number
  runs: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)!, runs: sorted.length }
}

/** Returns the spread of `values` less what was measured beside each of them. */
export function spreadOfRest(values: readonly number[], taken: readonly number[]): Spread {
  return spreadOf(values.map((value, index) => value - taken[index]!))
}
