/** Replaces the characters of a secret cell by cell, so that what a terminal shows keeps its layout. */

import { MARK_START } from '../secret-finder.ts'
import { cellWidth } from './cell-width.ts'

/** Control sequences and characters: they show nothing, and what follows depends on them. */
const KEPT =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|[\u0000-\u001f\u007f]/y

const CELL = '•'

/** Returns the text, cut into characters and what is kept, each with its cells. */
function* cellsOf(raw: string): Generator<{ text: string; width: number; isKept: boolean }> {
  for (let at = 0; at < raw.length; ) {
    KEPT.lastIndex = at
    const kept = KEPT.exec(raw)?.[0]
    const text = kept ?? String.fromCodePoint(raw.codePointAt(at)!)
    const isKept = kept !== undefined
    yield { text, width: isKept ? 0 : cellWidth(text.codePointAt(0)!), isKept }
    at += text.length
  }
}

/** Returns how many cells the characters of the text take. */
export function cellCount(raw: string): number {
  let count = 0
  for (const { width } of cellsOf(raw)) count += width
  return count
}

/** Writes the mark of a rule over a stretch of cells, piece by piece. */
export class CellMask {
  readonly #mark: string
  #at = 0

  /** Where there is no room for the mark, or no rule, there are dots alone. */
  constructor(ruleId: string, cells: number) {
    const mark = `${MARK_START}${ruleId}]`
    this.#mark = ruleId !== '' && mark.length <= cells ? mark : ''
  }

  /** Returns the next piece with its characters replaced. */
  replace(raw: string): string {
    let out = ''
    for (const { text, width, isKept } of cellsOf(raw)) {
      if (isKept) out += text
      for (let cell = 0; cell < width; cell++) out += this.#mark[this.#at++] ?? CELL
    }
    return out
  }
}
