/** Finds secrets in visible text, from left to right; what it says of a place depends on a bounded neighbourhood. */

import { KeywordIndex } from './keyword-index.ts'
import { TextLine } from './lines/text-line.ts'
import { isRestOf, type JoinedRows, joinRows, mayGoOn } from './lines/wrapped-rows.ts'
import {
  BEGUN_MIN,
  begunProbe,
  dismissed,
  type FoundSecret,
  keyBlockProbe,
  knownProbe,
  MARK_START,
  MASKED,
  markProbe,
  maskedProbe,
  type Probe,
  ruleProbe,
  runEnd,
} from './secret-probes.ts'
import { COMMAND_RULES } from './tokens/command-rules.ts'
import { CREDENTIAL_RULES } from './tokens/credential-rules.ts'
import { KEYED_VALUE_ID, SECRET_RULES } from './tokens/secret-rules.ts'
import { splitsEscape, startsToken } from './tokens/token-start.ts'
import { keyedValueAt } from './values/keyed-value.ts'
import { KNOWN_VALUE_ID, type KnownSpelling } from './values/known-values.ts'
import { SECRET_WORDS } from './values/secret-name.ts'

/** Whether secrets of a rule are known by their own letters, and not by what stands around them. */
export function isToken(ruleId: string): boolean {
  return ruleId !== '' && !TOLD_BY_PLACE.has(ruleId)
}

/** Returns the rows of a line and those below as one text. */
type Rows = (extent: 'first' | 'all') => JoinedRows | undefined

const KEYWORD_MAX = 32
const BEGUN_LENGTH_MAX = 512
/** Rules whose secrets look like anything. */
const TOLD_BY_PLACE: ReadonlySet<string> = new Set(
  [...CREDENTIAL_RULES, ...COMMAND_RULES].map(({ id }) => id).concat(KEYED_VALUE_ID),
)
/** Whether what a keyword begins may end a line: one word, or a name and what is set behind it. */
const REACHES_END = /^\S*(?:[ \t]+\S+)?\r?$|[:=>"'`\\]| -| is /
/** What may stand between a secret that goes on below and the end of its row. */
const ONLY_MARGIN = /^(?:[^\n]?|[ \t]{0,16}[│┃║|]?\r?)$/
const MARGIN_MAX = 18
/** A line that goes on for longer is no row of a terminal, nor of text that was wrapped. */
const ROW_MAX = 2048
/** A secret that ends so near to the end may be cut off there, or be judged by what follows. */
const NEAR_END = 256

export class SecretFinder {
  readonly #index = new KeywordIndex<Probe>()
  /** Beginnings that say by themselves whose token follows. */
  readonly #tokens = new KeywordIndex<string>()

  /**
   * With `begun`, for a look at what was redacted once: the beginnings of these values are found, such as what stands
   * there while one is typed, and what adjoins masked cells.
   */
  constructor(known: readonly KnownSpelling[], begun?: readonly string[]) {
    if (begun) this.#index.add(MASKED, false, maskedProbe)
    for (const value of begun ?? []) {
      this.#index.add(value.slice(0, BEGUN_MIN), false, begunProbe(value))
    }
    for (const { text, isBase64 } of known) {
      this.#index.add(text, false, knownProbe(text, isBase64))
    }
    for (const rule of SECRET_RULES) {
      const probe = ruleProbe(rule)
      for (const keyword of rule.keywords) {
        this.#index.add(keyword, rule.ignoresCase === true, probe)
        if (/[_-]$/.test(keyword)) this.#tokens.add(keyword, false, rule.id)
      }
    }
    this.#index.add(MARK_START, false, markProbe)
    this.#index.add('-----BEGIN', false, keyBlockProbe)
    this.#index.add('---- BEGIN', false, keyBlockProbe)
    for (const word of SECRET_WORDS) this.#index.add(word, true, this.#keyedProbe)
  }

  /** Returns the secrets that begin in [from, to) of one line. */
  findInLine(text: string, from: number, to: number, line: TextLine): FoundSecret[] {
    const found: FoundSecret[] = []
    const canGoOn = mayGoOn(text, line.start, line.end, line.columns)
    const joined = new Map<'first' | 'all', JoinedRows | undefined>()
    const rows: Rows = (extent) => {
      if (canGoOn && !joined.has(extent)) {
        joined.set(extent, joinRows(text, line.start, line.end, line.columns, extent))
      }
      return joined.get(extent)
    }
    let at = from
    // A secret may stand far behind its keyword: what stands between is looked at first.
    let ahead: FoundSecret | undefined
    while (at < to || ahead) {
      const bound = Math.min(Math.max(to, ahead?.start ?? 0), line.end)
      const position = this.#index.next(text, at, bound)
      if (ahead && (position < 0 || position >= ahead.start)) {
        found.push(ahead)
        at = line.resume = ahead.end
        ahead = undefined
        continue
      }
      if (position < 0) break
      const secret = this.#inLine(text, position, line, rows)
      at = position + 1
      if (!secret || (ahead && secret.start >= ahead.start)) continue
      if (!secret.isDismissed && secret.start > position && !ahead) {
        ahead = secret
        continue
      }
      if (!secret.isDismissed) found.push(secret)
      at = line.resume = Math.max(secret.end, position + 1)
      if (ahead && at > ahead.start) ahead = undefined
    }
    const hasSplit = canGoOn && this.#mayBeSplit(text, line.end)
    const split = hasSplit
      ? this.#atSeam(rows, Math.max(line.resume, from) - line.start, line)
      : undefined
    if (split) found.push(split)
    return found
  }

  #inLine(text: string, position: number, line: TextLine, rows: Rows): FoundSecret | undefined {
    if (this.#index.at(text, position).length === 0) return undefined
    const secret = this.#at(text, position, line)
    const isInside = secret && !isMargin(text, secret.end, line.end)
    if (secret?.isDismissed || isInside) return secret
    if (!secret && !mayReachEnd(text, position, line.end)) return undefined
    return this.#inRows(rows, position - line.start, line, secret) ?? secret
  }

  /** Returns where in [from, to) the first keyword stands, or `to`. */
  firstKeyword(text: string, from: number, to: number): number {
    for (let at = from; ; at++) {
      at = this.#index.next(text, at, to)
      if (at < 0) return to
      if (this.#index.at(text, at).length > 0) return at
    }
  }

  /** Returns where in a line that has no end yet the first thing stands that may still become a secret. */
  quietUpTo(text: string): number {
    const tail = /[^\s]{0,256}$/.exec(text)!
    return this.firstKeyword(text, 0, tail.index)
  }

  /** Returns the rule whose tokens begin as the text does at `position`. */
  tokenBegun(text: string, position: number): string | undefined {
    return startsToken(text, position) ? this.#tokens.at(text, position)[0] : undefined
  }

  /** Returns what looks like the beginning of a token at the end of the text, with so many letters, and is no word. */
  tokenBegunAtEnd(text: string, lengthMin: number): { ruleId: string; length: number } | undefined {
    const end = text.length - /[_-]{0,4}$/.exec(text.slice(-4))![0].length
    const run = text.slice(lettersBefore(text, end, /[A-Za-z0-9]/), end)
    if (run.length < lengthMin || !/\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z]+[a-z]/.test(run))
      return undefined
    const start = lettersBefore(text, end, /[A-Za-z0-9_.-]/)
    const ruleId = this.tokenBegun(text, start)
    return ruleId === undefined ? undefined : { ruleId, length: text.length - start }
  }

  #at(text: string, position: number, line: TextLine): FoundSecret | undefined {
    let dismissed: FoundSecret | undefined
    for (const probe of this.#index.at(text, position)) {
      const secret = probe(text, position, line)
      if (secret?.isDismissed) dismissed = secret
      else if (secret && !splitsEscape(text, secret.start)) return secret
    }
    return dismissed
  }

  /** Tries again with the rows below; what goes on there must look like the rest of a secret. */
  #inRows(
    join: Rows,
    position: number,
    line: TextLine,
    plain: FoundSecret | undefined,
    extent: 'first' | 'all' = 'first',
  ): FoundSecret | undefined {
    const rows = join(extent)
    if (!rows) return undefined
    const joined = this.#at(rows.text, position, joinedLine(rows.text, line))
    if (!joined || joined.isDismissed || joined.end <= rows.seam || joined.opensBlock)
      return undefined
    const isNearEnd = joined.end > rows.text.length - NEAR_END
    if (rows.mayGoOn && isNearEnd) return this.#inRows(join, position, line, plain, 'all')
    const isKnown = joined.ruleId === KNOWN_VALUE_ID
    const certainty = this.#certainty(rows, joined, line, plain)
    if (!isKnown && !isRestOf(rows, { ...joined, ...certainty })) return undefined
    if (this.#cutsAnother(rows, joined.end, line)) return undefined
    return {
      ruleId: joined.ruleId,
      start: rows.offset(joined.start),
      end: rows.offset(joined.end - 1) + 1,
    }
  }

  /** Where the letters of a token say that it goes on, what the first row holds of it is not whole. */
  #certainty(
    { text, seam }: JoinedRows,
    joined: FoundSecret,
    line: TextLine,
    plain: FoundSecret | undefined,
  ): { isToken: boolean; isWhole: boolean } {
    const tokenEnd = (of: string) => this.#tokenAt(of, joined.start, joinedLine(of, line))?.end ?? 0
    const goesOn = tokenEnd(text) > seam
    const isToken = goesOn || !TOLD_BY_PLACE.has(joined.ruleId)
    if (plain === undefined) return { isToken, isWhole: false }
    const isOther = TOLD_BY_PLACE.has(plain.ruleId) && !TOLD_BY_PLACE.has(joined.ruleId)
    return { isToken, isWhole: !isOther && (!goesOn || tokenEnd(text.slice(0, seam)) > 0) }
  }

  /** Whether the rows below begin with a secret of their own: then the one above does not go on there. */
  #cutsAnother(rows: JoinedRows, end: number, { isJson }: TextLine): boolean {
    const below = rows.text.slice(rows.seam)
    const line = new TextLine(below, isJson)
    const cut = end - rows.seam
    for (
      let at = this.#index.next(below, 0, cut);
      at >= 0;
      at = this.#index.next(below, at + 1, cut)
    ) {
      const secret = this.#at(below, at, line)
      if (secret && !secret.isDismissed && secret.end > cut) return true
    }
    return false
  }

  #mayBeSplit(text: string, lineEnd: number): boolean {
    const end = text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd
    const near = text.slice(end - KEYWORD_MAX, end) + text.slice(lineEnd + 1, lineEnd + KEYWORD_MAX)
    return this.firstKeyword(near, 0, KEYWORD_MAX) < KEYWORD_MAX
  }

  /** A keyword itself may be cut in two. */
  #atSeam(join: Rows, from: number, line: TextLine): FoundSecret | undefined {
    const rows = join('first')
    if (!rows) return undefined
    const { text, seam } = rows
    for (let at = Math.max(from, seam - KEYWORD_MAX); at < seam; at++) {
      at = this.#index.next(text, at, seam)
      if (at < 0) return undefined
      const secret = this.#inRows(join, at, line, undefined)
      if (secret) return secret
    }
    return undefined
  }

  readonly #keyedProbe: Probe = (text, position, line) => {
    const value = keyedValueAt(text, position, line)
    if (!value) return undefined
    if (value.isDismissed) return dismissed(value.start, value.end)
    const named = this.#tokenAt(text, value.start, line)
    const ruleId = named?.end === value.end ? named.ruleId : KEYED_VALUE_ID
    return { ruleId, ...value, end: runEnd(text, value.start, value.end) }
  }

  #tokenAt(text: string, position: number, line: TextLine): FoundSecret | undefined {
    for (const probe of this.#index.at(text, position)) {
      if (probe === this.#keyedProbe) continue
      const secret = probe(text, position, line)
      if (secret?.start === position && !secret.isDismissed) return secret
    }
    return undefined
  }
}

function joinedLine(text: string, line: TextLine): TextLine {
  return new TextLine(text, line.isJson)
}

/** Asked at each keyword, so it must not look through the rest of a long line. */
function isMargin(text: string, start: number, end: number): boolean {
  return end - start <= MARGIN_MAX && ONLY_MARGIN.test(text.slice(start, end))
}

function mayReachEnd(text: string, start: number, end: number): boolean {
  return end - start <= ROW_MAX && REACHES_END.test(text.slice(start, end))
}

/** Returns where the letters begin that stand before `end`. */
function lettersBefore(text: string, end: number, letter: RegExp): number {
  let start = end
  while (start > 0 && end - start < BEGUN_LENGTH_MAX && letter.test(text[start - 1]!)) start--
  return start
}
