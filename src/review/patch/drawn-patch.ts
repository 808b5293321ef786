/** A part of a patch, row by row, with all that a page or a screen needs to draw it. */

import type { SecretFinder } from '../../rules/redaction/secret-finder.ts'
import { changedWords } from './changed-words.ts'
import { syntaxSpans } from './coloured-syntax.ts'
import type { ComparedText } from './compared-sides.ts'
import { type DiffRow, pairRows, type RowPair } from './diff-rows.ts'
import { type LinePiece, linePieces, type SourceMarks } from './line-pieces.ts'
import { type SourceText, spansAt } from './source-text.ts'
import { SEARCHED_CHARACTERS_MAX, type SecretPlace, secretPlaces } from './veiled-secrets.ts'

export interface DrawnRow {
  is: DiffRow['kind']
  old?: number
  new?: number
  text: LinePiece[]
  /** How many characters of the line are left out. */
  cut?: number
}

/** Two rows side by side; null where nothing stands opposite. */
export type DrawnPair = readonly [left: DrawnRow | null, right: DrawnRow | null]

interface PatchPart {
  isBeside: boolean
  /** The first row that is wanted, from 0. */
  start: number
  count: number
  isVeiled: boolean
}

/** Numbers, the first line before the change, and the heading. */
const HEADING = /^(@@ -(\d+)\S* \S+ @@) ?(.*)$/s

/** Draws the rows of one comparison; what it finds out on the way is kept. */
export class DrawnPatch {
  readonly #compared: ComparedText
  readonly #finder: SecretFinder
  readonly #names: { before: string; after: string }
  readonly #words = new Map<DiffRow, DiffRow>()
  readonly pairs: readonly RowPair[]
  #before: Promise<SourceMarks> | undefined
  #after: Promise<SourceMarks> | undefined

  /** `names` say what language it is. */
  constructor(
    compared: ComparedText,
    names: { before: string; after: string },
    finder: SecretFinder,
  ) {
    this.#compared = compared
    this.#names = names
    this.#finder = finder
    this.pairs = pairRows(compared.rows)
    for (const [left, right] of this.pairs) {
      if (left?.kind !== 'removed' || right?.kind !== 'added') continue
      this.#words.set(left, right)
      this.#words.set(right, left)
    }
  }

  get rows(): readonly DiffRow[] {
    return this.#compared.rows
  }

  get lines(): { added: number; removed: number } {
    const count = (kind: DiffRow['kind']) => this.rows.filter((row) => row.kind === kind).length
    return { added: count('added'), removed: count('removed') }
  }

  /** Returns how many secrets stand in the rows of the patch, and of which rules. */
  async secrets(): Promise<{ count: number; rules: string[] }> {
    const [before, after] = await this.#marks()
    const old = this.#secretsShown(before.secrets, 'before')
    const current = this.#secretsShown(after.secrets, 'after')
    const rules = new Set([...old, ...current].map(({ rule }) => rule))
    return { count: old.length + current.length, rules: [...rules].sort() }
  }

  async unified({ start, count, isVeiled }: PatchPart): Promise<DrawnRow[]> {
    const marks = await this.#marks()
    return this.rows.slice(start, start + count).map((row) => this.#draw(row, marks, isVeiled))
  }

  async beside({ start, count, isVeiled }: PatchPart): Promise<DrawnPair[]> {
    const marks = await this.#marks()
    return this.pairs.slice(start, start + count).map(([left, right]): DrawnPair => {
      if (left && left === right && left.kind === 'context')
        return [
          this.#drawSide(left, 'before', marks, isVeiled),
          this.#drawSide(left, 'after', marks, isVeiled),
        ]
      const drawn = left ? this.#draw(left, marks, isVeiled) : null
      return [drawn, right === left ? drawn : right ? this.#draw(right, marks, isVeiled) : null]
    })
  }

  #draw(row: DiffRow, marks: BothMarks, isVeiled: boolean): DrawnRow {
    if (row.kind === 'hunk' || row.kind === 'note') return this.#drawHead(row, marks[0], isVeiled)
    const side = row.kind === 'removed' ? 'before' : 'after'
    return { ...this.#drawSide(row, side, marks, isVeiled), ...numbersOf(row) }
  }

  #drawSide(
    row: DiffRow,
    side: 'before' | 'after',
    [before, after]: BothMarks,
    isVeiled: boolean,
  ): DrawnRow {
    const line = side === 'before' ? row.old! : row.new!
    const { pieces, cut } = linePieces({
      source: this.#compared[side],
      line,
      marks: side === 'before' ? before : after,
      words: this.#changedIn(row),
      isVeiled,
    })
    const number = side === 'before' ? { old: line } : { new: line }
    return { is: row.kind, ...number, text: pieces, ...(cut > 0 && { cut }) }
  }

  #drawHead({ kind, start, end }: DiffRow, before: SourceMarks, isVeiled: boolean): DrawnRow {
    const text = this.#compared.patch.toString('utf8', start, end)
    const isSafe = !isVeiled || this.#isSafeHead(text, before)
    return { is: kind, text: [[isSafe ? text : text.replace(HEADING, '$1')]] }
  }

  /** The head of a hunk repeats a line from above it, which may be a part of a secret. */
  #isSafeHead(text: string, { secrets }: SourceMarks): boolean {
    const [, , line = '', heading = ''] = HEADING.exec(text) ?? []
    if (heading === '') return true
    const { text: source } = this.#compared.before
    if (source.length > SEARCHED_CHARACTERS_MAX) return false
    const below = this.#compared.before.placeOf(Math.max(1, Number(line)))
    const at = `\n${source.slice(0, below.start)}`.lastIndexOf(`\n${heading}`)
    return at >= 0 && spansAt(secrets, { start: at, end: at + heading.length }).length === 0
  }

  #changedIn(row: DiffRow) {
    const other = this.#words.get(row)
    if (!other) return []
    const [removed, added] = row.kind === 'removed' ? [row, other] : [other, row]
    const words = changedWords(
      lineText(this.#compared.before, removed.old!),
      lineText(this.#compared.after, added.new!),
    )
    return row === removed ? words.before : words.after
  }

  async #marks(): Promise<BothMarks> {
    const { before, after } = this.#compared
    this.#before ??= this.#marksOf(before, this.#names.before, 'before')
    this.#after ??= this.#marksOf(after, this.#names.after, 'after')
    return await Promise.all([this.#before, this.#after])
  }

  async #marksOf(source: SourceText, name: string, side: 'before' | 'after'): Promise<SourceMarks> {
    const secrets =
      source.text.length <= SEARCHED_CHARACTERS_MAX
        ? secretPlaces(this.#finder, source.text)
        : this.#secretsInRows(source, side)
    return { syntax: await syntaxSpans(name, source.text), secrets }
  }

  /** Of a long content only what stands in the patch is looked at. */
  #secretsInRows(source: SourceText, side: 'before' | 'after'): SecretPlace[] {
    const found: SecretPlace[] = []
    for (const { start, end } of this.#stretches(source, side))
      for (const place of secretPlaces(this.#finder, source.text.slice(start, end)))
        found.push({ ...place, start: start + place.start, end: start + place.end })
    return found
  }

  /** Returns where the lines of the patch stand, those that follow each other as one. */
  *#stretches(source: SourceText, side: 'before' | 'after') {
    let open: { start: number; end: number } | undefined
    for (const row of this.rows) {
      const line = side === 'before' ? row.old : row.new
      if (line === undefined) continue
      const { start, end } = source.placeOf(line)
      if (open && start === open.end + 1) open.end = end
      else {
        if (open) yield open
        open = { start, end }
      }
    }
    if (open) yield open
  }

  /** Returns those that stand in rows of the patch; what is the same on both sides counts once. */
  #secretsShown(secrets: readonly SecretPlace[], side: 'before' | 'after'): SecretPlace[] {
    if (secrets.length === 0) return []
    const source = this.#compared[side]
    const shown: SecretPlace[] = []
    let at = 0
    for (const row of this.rows) {
      const isOwn = side === 'before' ? row.kind === 'removed' : row.new !== undefined
      if (!isOwn) continue
      const place = source.placeOf(side === 'before' ? row.old! : row.new!)
      while (at < secrets.length && secrets[at]!.start < place.start) at += 1
      for (; at < secrets.length && secrets[at]!.start < place.end; at += 1)
        if (secrets[at]!.rule !== '') shown.push(secrets[at]!)
    }
    return shown
  }
}

type BothMarks = readonly [before: SourceMarks, after: SourceMarks]

function numbersOf({ old, new: current }: DiffRow) {
  return { ...(old !== undefined && { old }), ...(current !== undefined && { new: current }) }
}

function lineText(source: SourceText, line: number): string {
  const { start, end } = source.placeOf(line)
  return source.text.slice(start, end)
}
