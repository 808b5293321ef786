/** Counts as people read them. */

/** Returns e.g. `1 snapshot`, `12 snapshots`. */
export function showCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Returns a whole number with its thousands apart, e.g. `1,234,567`. Intl costs 15 ms to load. */
export function showNumber(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
