/** Makes a set of the words of a text, so that long lists read as lists. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
