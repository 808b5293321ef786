import { showJson } from '../../model/show.ts'

interface JsonDocument {
  before: object
  /** Name of the list that is written as it comes. */
  list: string
  items: AsyncIterable<unknown>
  /** Asked for when the list has ended. */
  after?: () => object
}

/** Yields one JSON object in pieces, so that a list of any length is never held as a whole. */
export async function* documentPieces(
  { before, list, items, after }: JsonDocument,
  isPretty: boolean,
): AsyncGenerator<string> {
  const [end, indent, colon] = isPretty ? ['\n', '  ', ': '] : ['', '', ':']
  const json = (value: unknown, depth: number) => {
    const text = showJson(value, isPretty ? 2 : undefined)
    return isPretty ? text.replaceAll('\n', `\n${indent.repeat(depth)}`) : text
  }
  const member = ([name, value]: [string, unknown]) =>
    `${end}${indent}${json(name, 0)}${colon}${json(value, 1)}`
  yield `{${Object.entries(before)
    .map((entry) => `${member(entry)},`)
    .join('')}${end}${indent}${json(list, 0)}${colon}[`
  let separator = end
  for await (const item of items) {
    yield `${separator}${indent.repeat(2)}${json(item, 2)}`
    separator = `,${end}`
  }
  yield `${separator === end ? '' : `${end}${indent}`}]`
  for (const entry of Object.entries(after?.() ?? {})) yield `,${member(entry)}`
  yield `${end}}\n`
}
