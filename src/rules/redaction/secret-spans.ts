/**
 * Finds the secrets of a text that comes in pieces. What is said of a place rests on the text before it and a bounded
 * stretch behind it, and nothing is decided before that is there: so it does not matter where the pieces are cut.
 */

import { bodyEnd, KEY_BLOCK_ID, OpenKeyBlock } from './lines/key-block.ts'
import { OpenTable } from './lines/open-table.ts'
import { TextLine } from './lines/text-line.ts'
import { VisibleText } from './lines/visible-text.ts'
import { mayGoOn, ROWS_LOOKAHEAD } from './lines/wrapped-rows.ts'
import type { SecretFinder } from './secret-finder.ts'
import { type FoundSecret, isRunCharacter } from './secret-probes.ts'
import { KEYED_VALUE_ID } from './tokens/secret-rules.ts'
import { OpenValue } from './values/open-value.ts'

/** How much text is kept behind and looked at ahead, in characters. */
const BEHIND = 2048
const AHEAD = 8192
/** A long line is worked off in steps, lest each piece has all of it looked at again. */
const STEP = 32_768
const PARTIAL_TOKEN_MIN = 12
/** Longer lines are no heads of tables, and open nothing. */
const OPENING_MAX = 512

/** What is known of the text so far, in characters since its beginning. */
export interface Decided {
  /** In order, none within another. Without a rule a span is the rest of the one before it. */
  spans: readonly SecretSpan[]
  /** Before this no other secret begins or goes on. */
  upTo: number
}

export interface SecretSpan {
  ruleId: string
  start: number
  end: number
  /** The replacement must be a string of its own, for JSON, in this quote. */
  quote?: string
}

/** What is searched now: where it begins and ends in the text, and whether nothing follows. */
interface Stretch {
  text: string
  from: number
  limit: number
  isFinal: boolean
}

export class SecretSpans {
  readonly #finder: SecretFinder
  #buffer = ''
  /** Where in the text the buffer begins. */
  #base = 0
  /** How much of the buffer is decided. */
  #done = 0
  #startsInJson: boolean | undefined
  #block: OpenKeyBlock | undefined
  /** Says what of the lines below is secret by what stands above them. */
  #opened: OpenValue | OpenTable | undefined
  /** Whether what is decided ends with a secret. */
  #endsInSecret = false
  /** Set while a secret goes on that was cut off by a pause. */
  #run: 'token' | 'key' | undefined

  constructor(finder: SecretFinder) {
    this.#finder = finder
  }

  /** The width that rows are cut at, where it is known. */
  columns: number | undefined

  get isInKeyBlock(): boolean {
    return this.#block !== undefined
  }

  /** Takes the next piece. */
  push(text: string): Decided {
    const spans: SecretSpan[] = []
    for (let at = 0; at < text.length; at += STEP) {
      const piece = text.slice(at, at + STEP)
      this.#buffer += piece
      const isDue = this.#buffer.length - this.#done > AHEAD + STEP / 2
      if (isDue || piece.includes('\n')) spans.push(...this.#work('more').spans)
    }
    return { spans, upTo: this.#base + this.#done }
  }

  /** Decides what no secret can begin in, after a short pause: what waits is `end` or `settle` to decide. */
  pause(): Decided {
    return this.#work('pause')
  }

  /** Decides everything, after a long pause. A token that seems to be cut off is one, and so is its rest. */
  settle(): Decided {
    return this.#work('settle')
  }

  /** Decides the rest; the text has ended. */
  end(): Decided {
    return this.#work('end')
  }

  #work(reason: 'more' | 'pause' | 'settle' | 'end'): Decided {
    const view = new VisibleText(this.#buffer)
    const { text } = view
    const from = view.visibleOffset(this.#done)
    const isFinal = reason === 'settle' || reason === 'end'
    let limit = isFinal ? text.length : this.#decided(text, from)
    if (reason === 'pause') limit = Math.max(limit, this.#quiet(text, from))
    if (limit <= from && !isFinal) return { spans: [], upTo: this.#base + this.#done }
    const found: FoundSecret[] = []
    const line = new TextLine(text, this.#startsInJson, this.columns)
    if (this.#endsInSecret) line.resume = from
    const next = this.#find({ text, from, limit, isFinal }, line, found)
    this.#endsInSecret = line.resume === next
    if (reason === 'settle') this.#cutOff(text, from, found)
    const rawNext = isFinal ? this.#buffer.length : view.rawOffset(next)
    const shown = found.map((secret) => rawSpan(view, secret))
    const spans = this.#apart([...shown, ...this.#inPayloads(view, this.#done, rawNext)])
    this.#keep(view, rawNext)
    return { spans, upTo: this.#base + this.#done }
  }

  /** Returns up to where the text at hand decides what is a secret. */
  #decided(text: string, from: number): number {
    const far = text.length - AHEAD
    for (let end = text.length; end > from && end > far; ) {
      const lineEnd = text.lastIndexOf('\n', end - 1)
      if (lineEnd < from) break
      if (lineEnd + ROWS_LOOKAHEAD <= text.length) return lineEnd + 1
      const start = text.lastIndexOf('\n', lineEnd - 1) + 1
      const opensKey =
        lineEnd > 4 && /-{4}[^A-Za-z0-9]{0,8}\r?$/.test(text.slice(lineEnd - 14, lineEnd))
      if (!mayGoOn(text, start, lineEnd, this.columns) && !opensKey) return lineEnd + 1
      end = lineEnd
    }
    return far
  }

  /** Returns the start of what could still become a secret in the line that has no end yet. */
  #quiet(text: string, from: number): number {
    if (this.#block) return from
    const start = Math.max(from, text.lastIndexOf('\n') + 1)
    if (this.#opened) return start
    return start + this.#finder.quietUpTo(text.slice(start))
  }

  /** Adds what is found to `found`, and returns where the search has to go on. */
  #find({ text, from, limit, isFinal }: Stretch, line: TextLine, found: FoundSecret[]): number {
    let at = this.#run ? this.#goOn(text, from, found) : from
    while (at < limit) {
      line.moveTo(at)
      if (this.#block && at === line.start) {
        const isWhole = line.end < text.length || isFinal
        if (!isWhole && text.length - at <= AHEAD) return at
        this.#readBlockLine(text, line, found)
        if (this.#block) {
          at = Math.max(line.end + 1, at)
          continue
        }
      }
      if (this.#opened && at === line.start) {
        if (line.end === text.length && !isFinal && text.length - at <= AHEAD) return at
        this.#readBelow(text, line, found)
      }
      const secrets = this.#finder.findInLine(text, at, Math.min(limit, line.end), line)
      found.push(...secrets)
      const last = secrets.at(-1)
      if (last?.opensBlock) this.#block = new OpenKeyBlock()
      at = Math.max(Math.min(line.end + 1, limit), last?.end ?? 0)
      if (at === line.end + 1 && !this.#block) this.#openBelow(text, line)
      if (last && last.end === text.length && last.end - last.start >= 1024) this.#run = 'token'
    }
    return Math.min(Math.max(at, limit), text.length)
  }

  #readBelow(text: string, line: TextLine, found: FoundSecret[]): void {
    const spans = this.#opened!.read(text.slice(line.start, line.end))
    if (spans === 'over') this.#opened = undefined
    else {
      for (const { start, end } of spans) {
        found.push({ ruleId: KEYED_VALUE_ID, start: line.start + start, end: line.start + end })
      }
    }
  }

  #openBelow(text: string, line: TextLine): void {
    if (this.#opened || line.end - line.start > OPENING_MAX) return
    const opening = text.slice(line.start, line.end)
    this.#opened = OpenValue.openedBy(opening) ?? OpenTable.openedBy(opening)
  }

  #readBlockLine(text: string, line: TextLine, found: FoundSecret[]): void {
    const read = this.#block?.read(text.slice(line.start, line.end).replace(/\r$/, ''))
    if (read === 'over' || (typeof read === 'object' && read.isLast)) this.#block = undefined
    if (typeof read !== 'object') return
    const start = line.start + read.start
    found.push({ ruleId: '', start, end: line.start + read.end })
  }

  /** Follows a secret that began in text already decided. */
  #goOn(text: string, from: number, found: FoundSecret[]): number {
    let at = from
    if (this.#run === 'key') at = bodyEnd(text, from)
    while (at < text.length && isRunCharacter(text.charCodeAt(at))) at++
    if (at > from) found.push({ ruleId: '', start: from, end: at })
    if (at < text.length) this.#run = undefined
    return at
  }

  /** What ends where the text pauses may be half a secret. */
  #cutOff(text: string, from: number, found: FoundSecret[]): void {
    const last = found.at(-1)
    if (last && last.end === text.length) {
      this.#run = last.ruleId === KEY_BLOCK_ID ? 'key' : 'token'
      return
    }
    const tail = /[A-Za-z0-9_.-]{0,512}$/.exec(text)!
    const start = Math.max(tail.index, from, last?.end ?? 0)
    const ruleId = this.#finder.tokenBegun(text, start)
    if (ruleId === undefined || text.length - start < PARTIAL_TOKEN_MIN) return
    found.push({ ruleId, start, end: text.length })
    this.#run = 'token'
  }

  /** Titles, links and clipboard content are texts of their own. */
  #inPayloads(view: VisibleText, from: number, to: number): FoundSecret[] {
    return view.payloads.flatMap(([start, end]) => {
      if (start < from || end > to) return []
      const text = this.#buffer.slice(start, end)
      const line = new TextLine(text, undefined)
      return this.#finder
        .findInLine(text, 0, text.length, line)
        .map((secret) => ({ ...secret, start: start + secret.start, end: start + secret.end }))
    })
  }

  /** Returns the spans in order, of those that overlap the first. */
  #apart(spans: FoundSecret[]): SecretSpan[] {
    const apart: SecretSpan[] = []
    let at = this.#done
    for (const { ruleId, start, end, quote } of spans.sort((a, b) => a.start - b.start)) {
      if (start < at) continue
      const place = { ruleId, start: this.#base + start, end: this.#base + end }
      apart.push(quote === undefined ? place : { ...place, quote })
      at = end
    }
    return apart
  }

  #keep(view: VisibleText, rawNext: number): void {
    const next = view.visibleOffset(rawNext)
    const behind = Math.max(0, next - BEHIND)
    const rawBehind =
      rawNext - view.rawOffset(behind) > 4 * BEHIND ? rawNext : view.rawOffset(behind)
    const text = view.text
    const isFresh = behind > 0 && text[behind - 1] === '\n'
    if (isFresh) this.#startsInJson = undefined
    else if (behind > 0) {
      const line = new TextLine(text, this.#startsInJson).moveTo(Math.min(behind, text.length))
      this.#startsInJson = line.isJson
    }
    this.#buffer = this.#buffer.slice(rawBehind)
    this.#base += rawBehind
    this.#done = rawNext - rawBehind
  }
}

function rawSpan(view: VisibleText, secret: FoundSecret): FoundSecret {
  const start = view.rawOffset(secret.start)
  return { ...secret, start, end: Math.max(start, view.rawOffset(secret.end - 1) + 1) }
}
