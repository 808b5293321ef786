/** Finds secrets in visible text, from left to right; what it says of a place depends on a bounded neighbourhood. */

import { KeywordIndex } from './keyword-index.ts'
import { KEY_BLOCK_ID, keyBlockAt, OpenKeyBlock } from './lines/key-block.ts'
import { TextLine } from './lines/text-line.ts'
import { isRestOf, type JoinedRows, joinRows, mayGoOn } from './lines/wrapped-rows.ts'
import { COMMAND_RULES } from './tokens/command-rules.ts'
import { CREDENTIAL_RULES } from './tokens/credential-rules.ts'
import { SECRET_LENGTH_MAX, type SecretRule } from './tokens/secret-rule.ts'
import { KEYED_VALUE_ID, SECRET_RULES } from './tokens/secret-rules.ts'
import { splitsEscape, startsToken } from './tokens/token-start.ts'
import { keyedValueAt } from './values/keyed-value.ts'
import { KNOWN_VALUE_ID, type KnownSpelling } from './values/known-values.ts'
import { isMonotonous, isPlaceholder } from './values/placeholder.ts'
import { SECRET_WORDS } from './values/secret-name.ts'

/** A secret in the visible text. */
export interface FoundSecret {
  ruleId: string
  start: number
  end: number
  /** The replacement must be a string of its own, for JSON, in this quote. */
  quote?: string
  /** A key whose lines follow. */
  opensBlock?: true
  /** A long run that is no secret, as it stands in for one or is of few characters; not to be looked at again. */
  isDismissed?: true
}

/** Returns the rows of a line and those below as one text. */
type Rows = (extent: 'first' | 'all') => JoinedRows | undefined

type Probe = (text: string, position: number, line: TextLine) => FoundSecret | undefined

/** What the replacement of a secret begins with. */
export const MARK_START = '[redacted:'
const MARK = /\[redacted:[a-z0-9-]{1,40}\]/y
const KEYWORD_MAX = 32
/** Rules whose secrets look like anything. */
const TOLD_BY_PLACE = new Set(
  [...CREDENTIAL_RULES, ...COMMAND_RULES].map(({ id }) => id).concat(KEYED_VALUE_ID),
)
const DISMISSED_MIN = 256
/** Whether what a keyword begins may end a line: one word, or a name and what is set behind it. */
const REACHES_END = /^\S*(?:[ \t]+\S+)?\r?$|[:=>"'`\\]| -| is /
/** A secret that ends so near to the end may be cut off there, or be judged by what follows. */
const NEAR_END = 256

export class SecretFinder {
  readonly #index = new KeywordIndex<Probe>()
  /** Beginnings that say by themselves whose token follows. */
  readonly #tokens = new KeywordIndex<string>()

  constructor(known: readonly KnownSpelling[]) {
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
    if (secret?.isDismissed || (secret && line.end - secret.end > 1)) return secret
    if (!secret && !REACHES_END.test(text.slice(position, line.end))) return undefined
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
    if (!isKnown && !isRestOf(rows, { ...joined, ...this.#certainty(rows, joined, line, plain) }))
      return undefined
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

function ruleProbe(rule: SecretRule): Probe {
  const pattern = new RegExp(rule.pattern.source, `${rule.pattern.flags}d`)
  return (text, position, line) => {
    if (!rule.startsAnywhere && !startsToken(text, position, line.resume)) return undefined
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (!match) return undefined
    const [start, end] = match.indices!.findLast((range) => range !== undefined)!
    const secret = text.slice(start, end)
    if (line.isJson && endsString(text.slice(position, start))) return undefined
    if (isPlaceholder(secret) || isMonotonous(secret.slice(start === position ? 4 : 0)))
      return dismissed(start, end)
    return { ruleId: rule.id, start, end: withoutStop(text, start, runEnd(text, start, end)) }
  }
}

/** The stop of a sentence is not part of a token. */
function withoutStop(text: string, start: number, end: number): number {
  const isStop = text[end - 1] === '.' && end - start > 1 && !/[\w-]/.test(text[end] ?? '')
  return isStop ? end - 1 : end
}

/** Whether a JSON string ends in `text`, and no other begins. */
function endsString(text: string): boolean {
  return (text.match(/(?<!\\)(?:\\\\){0,32}"/g)?.length ?? 0) % 2 === 1
}

function dismissed(start: number, end: number): FoundSecret | undefined {
  return end - start < DISMISSED_MIN ? undefined : { ruleId: '', start, end, isDismissed: true }
}

/** A match as long as patterns look is followed to the end of its run. */
function runEnd(text: string, start: number, end: number): number {
  if (end - start < SECRET_LENGTH_MAX) return end
  let at = end
  while (at < text.length && isRunCharacter(text.charCodeAt(at))) at++
  return at
}

/** Whether a long token may go on with this character. */
export function isRunCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 43 && code <= 57 && code !== 44) ||
    code === 61 ||
    code === 95
  )
}

/** What is redacted already stays as it is. */
const markProbe: Probe = (text, position) => {
  MARK.lastIndex = position
  if (!MARK.test(text)) return undefined
  return { ruleId: '', start: position, end: MARK.lastIndex, isDismissed: true }
}

function knownProbe(known: string, isBase64: boolean): Probe {
  return (text, position) => {
    let end = position + known.length
    if (isBase64)
      while (end < text.length && end - position < known.length + 4 && /[\w+/=-]/.test(text[end]!))
        end++
    return { ruleId: KNOWN_VALUE_ID, start: position, end }
  }
}

const keyBlockProbe: Probe = (text, position, line) => {
  const block = keyBlockAt(text, position)
  if (!block) return undefined
  const found = { ruleId: KEY_BLOCK_ID, start: position, end: block.end }
  if (!block.isOpen) return found
  const next = text.indexOf('\n', block.end)
  if (next < 0) return undefined
  // A string of JSON that is closed ends on its line; one of code may be added to.
  const rest = text.slice(block.end, next)
  if (line.isJson && rest.includes('"') && !/"[ \t]{0,8}[+.&\\]\s*$/.test(rest)) return undefined
  const [below = ''] = text.slice(next + 1, next + 1026).split('\n')
  return OpenKeyBlock.beginsWith(below.replace(/\r$/, ''))
    ? { ...found, opensBlock: true }
    : undefined
}
