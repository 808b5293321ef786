/** The bar of the player and the rows that go with it, each place a column. */
import type { Marker } from '../../review/playback/playback.ts'
import { fitText, type Line, type ScreenStyle, type Span, span, widthOf } from '../line.ts'
import { FINDING_WEIGHT, isChapter, type MarkSign, markSign } from './marks.ts'
import type { PlayedClock, Tape } from './tape.ts'

export interface BarFacts {
  tape: Tape
  /** The bar is played time: what is cut of pauses is not on it. */
  clock: PlayedClock
  timeMs: number
  columns: number
  /** Times of what was found, and which is meant. */
  hits?: readonly number[]
  hitMeant?: number
}

const PLAYED: Cell = { sign: '━', style: 'live' }
const TO_COME: Cell = { sign: '─', style: 'dim' }
const NOT_RECORDED: Cell = { sign: '┄', style: 'warning' }
const HEAD: Cell = { sign: '●', style: 'live' }
const HIT: Cell = { sign: '╷', style: 'warning' }
const HIT_MEANT: Cell = { sign: '▼', style: 'warning' }

interface Cell {
  sign: string
  style?: ScreenStyle | undefined
}

/** Returns the column of a time, from 0. */
export function columnOf({ tape, clock, columns }: BarFacts, timeMs: number): number {
  const whole = clock.toPlayed(tape.durationMs)
  const share = whole > 0 ? clock.toPlayed(timeMs) / whole : 0
  return Math.round(Math.max(0, Math.min(1, share)) * (columns - 1))
}

/** Returns the time that a column stands for. */
export function timeOfColumn({ tape, clock, columns }: BarFacts, column: number): number {
  const share = columns > 1 ? Math.max(0, Math.min(1, column / (columns - 1))) : 0
  return clock.toTrue(share * clock.toPlayed(tape.durationMs))
}

/** The bar itself; `has` says what stands on it beside the head. */
export function barLine(facts: BarFacts, has: { marks: 'all' | 'findings'; hits: boolean }): Line {
  const head = columnOf(facts, facts.timeMs)
  const cells = Array.from({ length: facts.columns }, (_, n) => (n < head ? PLAYED : TO_COME))
  for (const { fromMs, toMs } of facts.tape.gaps) {
    cells.fill(NOT_RECORDED, columnOf(facts, fromMs), columnOf(facts, toMs) + 1)
  }
  for (const [column, mark] of markCells(facts)) {
    if (has.marks === 'all' || mark.weight >= FINDING_WEIGHT) cells[column] = mark
  }
  if (has.hits) putHits(cells, facts)
  cells[head] = HEAD
  return lineOf(cells)
}

/** Calls and findings, for the row above the bar. */
export function marksLine(facts: BarFacts): Line {
  const cells = blanks(facts)
  for (const [column, mark] of markCells(facts)) cells[column] = mark
  return lineOf(cells)
}

export function hitsLine(facts: BarFacts): Line {
  const cells = blanks(facts)
  putHits(cells, facts)
  return lineOf(cells)
}

/** Where each prompt and each subagent begins, with as much of its words as there is room for. */
export function chaptersLine(facts: BarFacts): Line {
  const { tape, timeMs, columns } = facts
  const chapters = tape.markers.filter(isChapter)
  const current = chapters.findLast((one) => one.timeMs <= timeMs)
  const placed = new Map<number, Marker>()
  for (const chapter of chapters) {
    const column = columnOf(facts, chapter.timeMs)
    // Of several in one place the current one is named, else the last.
    if (placed.get(column) !== current || current === undefined) placed.set(column, chapter)
  }
  const spans: Span[] = []
  let at = 0
  const places = [...placed].sort(([one], [other]) => one - other)
  for (const [n, [column, chapter]] of places.entries()) {
    const end = places[n + 1]?.[0] ?? columns
    const room = Math.max(0, end - column - 2)
    const label = widthOf(chapter.label) > room ? fitText(chapter.label, room) : chapter.label
    const text = `┃${room > 0 ? label : ''}`
    spans.push(span(' '.repeat(column - at)), span(text, chapter === current ? 'bold' : 'dim'))
    at = column + widthOf(text)
  }
  return spans
}

/** The worst of each column. */
function markCells(facts: BarFacts): Map<number, MarkSign> {
  const cells = new Map<number, MarkSign>()
  for (const marker of facts.tape.markers) {
    const mark = markSign(marker)
    const column = columnOf(facts, marker.timeMs)
    if (mark && mark.weight > (cells.get(column)?.weight ?? 0)) cells.set(column, mark)
  }
  return cells
}

function putHits(cells: Cell[], facts: BarFacts): void {
  const { hits = [], hitMeant } = facts
  for (const hit of hits) cells[columnOf(facts, hit)] = HIT
  const meant = hits[hitMeant ?? -1]
  if (meant !== undefined) cells[columnOf(facts, meant)] = HIT_MEANT
}

function blanks({ columns }: BarFacts): Cell[] {
  return Array.from({ length: columns }, () => ({ sign: ' ' }))
}

/** Neighbours of one style are one piece. */
function lineOf(cells: readonly Cell[]): Line {
  const line: Span[] = []
  for (const { sign, style } of cells) {
    const last = line.at(-1)
    if (last && last.style === style) last.text += sign
    else line.push(span(sign, style))
  }
  return line
}
