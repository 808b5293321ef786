/**
 * Values that a name gives away: `password: …`, `API_KEY=…`, `"clientSecret": "…"`, `--token …`. The spellings are
 * those of env files, JSON, YAML, INI, queries, XML, code and command lines; whether the value is a secret is judged
 * apart.
 */

import { joinPattern } from '../../join-pattern.ts'
import type { TextLine } from '../lines/text-line.ts'
import { isLikelySecret, type ValueSite } from './likely-secret.ts'
import { addedTexts, type QuotedValue, quotedValueAt, quoteOf } from './quoted-value.ts'
import { nameCalls, type SecretWord, wordAt } from './secret-name.ts'

interface KeyedValue {
  start: number
  end: number
  /** Set where the value is a bare number, which in JSON only a string can stand in for: its quote. */
  quote?: string
  /** Set where the value is none, after all. */
  isDismissed?: true
}

const ASSIGNED = joinPattern(
  '',
  String.raw`\*{0,2}(?:[ \t]{0,4}[: \t][ \t]{0,4}&?(?:str(?:ing)?|String|text)\b)?[ \t]{0,16}(?::{1,3}=`,
  String.raw`|[?.]=|(?:\+|\|\|)=(?=[ \t]{0,4}["'\x60])|=>|[=:](?![=:])\*{0,2}`,
  String.raw`|%3[Dd]|\\{1,8}u003d|>(?=<!\[CDATA\[|[^\x00-\x20<]{4})`,
  String.raw`|(?<comma>,)|(?<comparison>[=!]==?(?=[ \t]{0,4}\\{0,7}["'\x60])))`,
).source
/** As in `"name": "API_KEY", "value": "…"` and `<add key="password" value="…">`. */
const PAIRED = String.raw`(?:[ \t]{0,4},[ \t]{0,4}|[ \t]{1,8})\\{0,7}["']?value\\{0,7}["']?[ \t]{0,4}[:=]`
/** As in `the password is …` and in the row of a table. */
const SPOKEN = String.raw`(?<spoken>[ \t]is:?(?=[ \t])|[ \t]{1,32}\|(?=[ \t]+[^ \t|]{6,64}[ \t]+\|))`
const SEPARATOR = joinPattern(
  'y',
  String.raw`(?<quote>\\{0,7}["'\x60])?\]?(?:${PAIRED}|${SPOKEN}|${ASSIGNED})[ \t]{0,16}`,
)
const BEFORE_MAX = 100
/** Fewer characters never look random. */
const RANDOM_MIN = 16
const SPACE = /[ \t]{1,8}/y
/** What stands before the value without being part of it: a scheme, the `@` or `L` of a string in code. */
const PREFIX = /(?:bearer|basic|token|bot)[ \t]+|<!\[CDATA\[|(?:@|[bruL]{1,2}|u8)(?=\\{0,7}["'])/iy
/** A character of a value that has no quotes; a bracket or comma only where the value goes on after it. */
const BARE_CHARACTER = [
  String.raw`[^\x00-\x20\x7f"'\x60\\,;&|<>(){}[\]]`,
  String.raw`[,;&|(){}[\]](?![ \t\r\n"'\x60\\]|$|[\w.%-]{1,40}[=:])`,
  String.raw`\\{1,8}(?:u(?!00(?:[01][0-9a-f]|2[0267]|3[ce]))[0-9a-f]{4}|/|[^\x00-\x20\x7f"'\x60\\nrtbfux0-9])`,
].join('|')
const BARE = joinPattern('iy', `(?:${BARE_CHARACTER})(?:${BARE_CHARACTER}){0,1023}`)

/** Returns the secret value of the name that has a telling word at `position`. */
export function keyedValueAt(
  text: string,
  position: number,
  line: TextLine,
): KeyedValue | undefined {
  const word = wordAt(text, position, line.resume)
  if (!word) return undefined
  const site = siteAfter(text, word, line)
  if (!site) return undefined
  const { valueStart } = site
  const isString = isQuote(text, valueStart)
  const isStringEnd = line.isJson && endsString(text, valueStart, site.keyQuote)
  if (isString && !isStringEnd) {
    const isJson = line.isJson && site.keyQuote !== '"'
    const quoted = quotedValueAt(text, valueStart, isJson)
    if (quoted) {
      const added = addedTexts(text, quoted.end, isJson, /equals$/.test(site.separator))
      return judged(text, word, { ...site, ...quoted, added, isQuoted: true }, line)
    }
    if (line.isJson) return undefined
  }
  if (isStringEnd) return undefined
  BARE.lastIndex = valueStart
  if (!BARE.test(text)) return undefined
  const end = trimmedEnd(text, valueStart, BARE.lastIndex, site)
  return judged(text, word, { ...site, start: valueStart, end, added: [], isQuoted: false }, line)
}

/** What stands in JSON behind a string: the end of the line, or punctuation and the beginning of a value. */
const STRING_END = joinPattern(
  'my',
  String.raw`"[ \t]{0,16}(?:\r?$|[:,][ \t]{0,16}(?:["[{\dtfn-]|\r?$)`,
  String.raw`|[\]}][ \t]{0,16}(?:[,\]}]|\r?$))`,
)

/** Whether the quote ends the JSON string that the name is in; one it would be in alone has its own quotes. */
function endsString(text: string, at: number, keyQuote: string | undefined): boolean {
  if (text[at] !== '"' || keyQuote === '"') return false
  STRING_END.lastIndex = at
  return keyQuote === undefined || STRING_END.test(text)
}

interface Separation {
  valueStart: number
  keyQuote: string | undefined
  separator: ValueSite['separator']
}

function siteAfter(text: string, word: SecretWord, line: TextLine): Separation | undefined {
  SEPARATOR.lastIndex = word.end
  const separated = SEPARATOR.exec(text)
  if (!separated) return siteBehindSpace(text, word, line)
  const quote = separated.groups?.quote
  const keyQuote = quote && quoteOf(quote)
  const separator = separatorOf(separated)
  const valueStart = SEPARATOR.lastIndex
  if (separator === 'comma' && !(keyQuote && isQuote(text, valueStart))) return undefined
  return afterPrefix(text, { valueStart, keyQuote, separator }, line)
}

function separatorOf({ 0: text, groups = {} }: RegExpExecArray): ValueSite['separator'] {
  if (groups.comma) return 'comma'
  if (groups.comparison) return 'comparison'
  if (groups.spoken) return 'spoken'
  if (!/[=D]|3d/.test(text)) return 'colon'
  return /[ \t]/.test(text) ? 'spaced-equals' : 'equals'
}

function siteBehindSpace(text: string, word: SecretWord, line: TextLine): Separation | undefined {
  SPACE.lastIndex = word.end
  if (!SPACE.test(text)) return undefined
  const valueStart = SPACE.lastIndex
  const separator = isGiven(text, word, line) ? 'option' : 'space'
  const isShort = /\s/.test(text.slice(valueStart, valueStart + RANDOM_MIN))
  if (separator === 'space' && isShort) return undefined
  if (text.startsWith('--', valueStart)) return undefined
  return afterPrefix(text, { valueStart, keyQuote: undefined, separator }, line)
}

function afterPrefix(text: string, site: Separation, line: TextLine): Separation | undefined {
  PREFIX.lastIndex = site.valueStart
  const valueStart = PREFIX.test(text) ? PREFIX.lastIndex : site.valueStart
  return valueStart >= line.end ? undefined : { ...site, valueStart }
}

/** Whether a name that only a space parts from its value is an option, or the beginning of a directive. */
function isGiven(text: string, word: SecretWord, line: TextLine): boolean {
  if (word.name.startsWith('-') && word.name !== '-pass') return true
  const before = textBefore(text, word, line)
  if (
    /(?:^|[^A-Za-z]|\\n)(?:(?:ENV|ARG|setx|secrets?[ \t]set)[ \t]+|config(?:ure)?[ \t]set[ \t]+[^ \t]*)$/.test(
      before,
    )
  )
    return true
  return /^[ \t]*$/.test(before) && word.word !== 'pass' && isQuote(text, word.end + 1)
}

function isQuote(text: string, at: number): boolean {
  let position = at
  while (text[position] === '\\' && position - at < 16) position++
  return text[position] === '"' || text[position] === "'" || text[position] === '`'
}

/** A sentence's or a call's punctuation is not part of a bare value. */
function trimmedEnd(text: string, start: number, end: number, site: Separation): number {
  let last = end
  if (site.separator === 'equals') return last
  while (last > start && /[.,:;)\]}]/.test(text[last - 1]!)) last--
  return last
}

interface Found extends Separation {
  start: number
  end: number
  /** Further texts that are added to it. */
  added: readonly QuotedValue[]
  isQuoted: boolean
}

function judged(
  text: string,
  word: SecretWord,
  found: Found,
  line: TextLine,
): KeyedValue | undefined {
  const { start, added, isQuoted, separator } = found
  const end = added.at(-1)?.end ?? found.end
  if (end <= start) return undefined
  const before = textBefore(text, word, line)
  const after = text.slice(end, Math.min(line.end, end + 64))
  const site: ValueSite = {
    word,
    separator,
    isQuoted,
    isAlone: /^[ \t+>-]{0,64}(?:export[ \t]+|set[ \t]+|- )?$/.test(before) && isLineRest(after),
    isQuery: /[?&;]$/.test(before) || after.startsWith(';') || after.startsWith('&'),
    isMarkup: text[start - 1] === '>' && after.startsWith('<'),
  }
  const value = [found, ...added].map((part) => text.slice(part.start, part.end)).join('')
  if (!nameCalls(word, value, site.isQuery) || !isLikelySecret(value, site)) {
    return { start, end, isDismissed: true }
  }
  const { keyQuote } = found
  if (isQuoted || !line.isJson || !keyQuote?.endsWith('"')) return { start, end }
  return /^\d{4,}$/.test(value) && word.isPassword ? { start, end, quote: keyQuote } : undefined
}

/** As much of the line before the name as is looked at; a longer one does not begin with the name. */
function textBefore(text: string, word: SecretWord, line: TextLine): string {
  return text.slice(Math.max(line.start, word.start - BEFORE_MAX), word.start)
}

function isLineRest(after: string): boolean {
  return /^[ \t]*(?:#.*)?\r?$/.test(after)
}
