/** What may stand where the caret is in a filter: keys, or the values that exist, with how many have them. */
import { parseQuery } from '../../../model/query.ts'

export interface Completion {
  /** What is shown, and what takes the place of the word. */
  text: string
  count: number | undefined
  from: number
  to: number
}

const SHOWN_MAX = 8

/** `valuesOf` returns how many have each value of a key. */
export function completionsAt(
  text: string,
  caret: number,
  keys: readonly string[],
  valuesOf: (key: string) => ReadonlyMap<string, number>,
): Completion[] {
  const term = parseQuery(text, keys).find(({ from, to }) => from < caret && caret <= to)
  if (!term) return []
  const typed = text.slice(term.from, caret).replace(/^-/, '')
  const [, key, value = ''] = /^([a-z]+):(?:.*,)?([^,]*)$/i.exec(typed) ?? []
  const from = caret - (key === undefined ? typed.length : value.length)
  const { to } = term
  if (key === undefined) {
    const found = keys.filter((one) => one.startsWith(typed.toLowerCase()))
    return found.slice(0, SHOWN_MAX).map((one) => ({ text: `${one}:`, count: undefined, from, to }))
  }
  const begins = (one: string) => one.toLowerCase().startsWith(value.toLowerCase())
  return [...valuesOf(key)]
    .filter(([one]) => one.toLowerCase().includes(value.toLowerCase()) && one !== value)
    .sort(
      ([one, n], [other, m]) =>
        Number(begins(other)) - Number(begins(one)) || m - n || (one < other ? -1 : 1),
    )
    .slice(0, SHOWN_MAX)
    .map(([one, count]) => ({ text: quoted(one), count, from, to: caret }))
}

function quoted(value: string): string {
  return /[\s",]/.test(value) ? `"${value.replaceAll('"', '')}"` : value
}

/** Returns the text with a completion in its place, and where the caret is then. */
export function completed(text: string, { text: chosen, from, to }: Completion) {
  return { text: text.slice(0, from) + chosen + text.slice(to), caret: from + chosen.length }
}
