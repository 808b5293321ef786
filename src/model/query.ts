/** A filter as somebody types it: `agent:codex finding:warning -said:no "port the cart" /v\d+/`. */
import { nearest } from './nearest.ts'

type QueryOperator = '>' | '>=' | '<' | '<='

/** The problem of a key that has no value yet. */
export const STILL_TO_COME = 'a value is still to come'

/** How a text is meant: as it stands, or as a regular expression. */
interface QueryText {
  text: string
  isPattern: boolean
}

export interface QueryTerm {
  /** Where it stands in what was typed. */
  from: number
  to: number
  isNot: boolean
  /** Absent for a word alone. */
  key?: string
  operator?: QueryOperator
  /** One of them must hold. */
  values: readonly QueryText[]
  /** Why it is left out. */
  problem?: string
  /** What was probably meant instead of the key. */
  suggestion?: string
}

const TERM = /(-?)(?:([a-z]+):(>=|<=|>|<|)|)((?:"[^"]*"?|\/(?:[^/\\\s]|\\.)+\/|[^\s",]+|,)*)/giy

/** Terms whose key is none of `keys` have a problem, and do not count. */
export function parseQuery(text: string, keys: readonly string[]): QueryTerm[] {
  const terms: QueryTerm[] = []
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at += 1
      continue
    }
    TERM.lastIndex = at
    const found = TERM.exec(text)
    const to = found && found[0] !== '' ? TERM.lastIndex : at + 1
    if (found && found[0] !== '') terms.push(termOf(found, { from: at, to }, keys))
    at = to
  }
  return terms
}

function termOf(
  [, not, name, operator, rest = '']: RegExpExecArray,
  place: { from: number; to: number },
  keys: readonly string[],
): QueryTerm {
  const key = name?.toLowerCase()
  const values = valuesOf(rest)
  return {
    ...place,
    isNot: not === '-',
    ...(key !== undefined && { key }),
    ...(operator && { operator: operator as QueryOperator }),
    values,
    ...problemOf(key, values, keys),
  }
}

function problemOf(
  key: string | undefined,
  values: readonly QueryText[],
  keys: readonly string[],
): Pick<QueryTerm, 'problem' | 'suggestion'> {
  if (key !== undefined && !keys.includes(key)) {
    const suggestion = nearest(key, keys)
    return {
      problem: `there is no '${key}:'${suggestion === undefined ? '' : `; did you mean ${suggestion}:`}`,
      ...(suggestion !== undefined && { suggestion }),
    }
  }
  if (values.length === 0) return { problem: STILL_TO_COME }
  const wrong = values.find((value) => value.isPattern && !isPattern(value.text))
  return wrong ? { problem: `/${wrong.text}/ is no regular expression` } : {}
}

const VALUE = /"([^"]*)"?|\/((?:[^/\\\s]|\\.)+)\/|([^\s",]+)/g

function valuesOf(rest: string): QueryText[] {
  return [...rest.matchAll(VALUE)].flatMap(([, quoted, pattern, word]): QueryText[] => {
    if (pattern !== undefined) return [{ text: pattern, isPattern: true }]
    const text = quoted ?? word ?? ''
    return text === '' ? [] : [{ text, isPattern: false }]
  })
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'iu')
    return true
  } catch {
    // Typed only halfway, or never meant as one.
    return false
  }
}

/** Returns those that count. */
export function soundTerms(terms: readonly QueryTerm[]): QueryTerm[] {
  return terms.filter(({ problem }) => problem === undefined)
}

/** Whether a text is among the values: it holds one of them, large and small letters alike. */
export function isTextIn({ values }: QueryTerm, text: string): boolean {
  const plain = text.toLowerCase()
  return values.some(({ text: value, isPattern: isExpression }) =>
    isExpression ? new RegExp(value, 'iu').test(text) : plain.includes(value.toLowerCase()),
  )
}

/** Whether a number is one of the values or, with an operator, stands so to the first of them. */
export function isNumberIn(
  { operator, values }: QueryTerm,
  number: number,
  read: (text: string) => number | undefined,
): boolean {
  return values.some(({ text }) => {
    const value = read(text)
    if (value === undefined) return false
    if (operator === '>') return number > value
    if (operator === '>=') return number >= value
    if (operator === '<') return number < value
    return operator === '<=' ? number <= value : number === value
  })
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Returns milliseconds: of `90s`, `2m30s`, `1h`, `7d`; undefined for any other text. */
export function parseLength(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0)
}

/** Returns a number, `k` and `M` being thousands and millions. */
export function parseCount(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text.replace(/^\$/, ''))
  if (!found) return undefined
  return Number(found[1]) * { '': 1, k: 1_000, M: 1_000_000 }[found[2] as '' | 'k' | 'M']
}
