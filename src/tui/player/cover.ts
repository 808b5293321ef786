/** Where picture and chrome stand on the terminal, and which recorded rows chrome hides. */
import type { Size } from '../screen.ts'
import type { Player } from './player.ts'
import { gapAt, type Tape } from './tape.ts'
import type { View, Window } from './window.ts'

/** A row of chrome, from the top. `compact` says all in one row. */
export type ChromeRow =
  | 'found'
  | 'hits'
  | 'chapters'
  | 'marks'
  | 'bar'
  | 'state'
  | 'keys'
  | 'compact'

/** While it plays, what a key did is to be seen so long. */
export const SEEN_MS = 2_000
const ALL_FROM_ROWS = 30
const HITS_FROM_ROWS = 20
const KEYS_FROM_ROWS = 14
const STATE_FROM_ROWS = 12
/** Up to here the picture gets all rows, but for what is typed or said. */
const PICTURE_ALONE_ROWS = 10

export interface Cover {
  chrome: readonly ChromeRow[]
  /** First row of the chrome; below the picture, over it, or, where the cursor is, at the top. */
  chromeTop: number
  /** Whether recorded rows lie below the chrome. */
  isOver: boolean
  view: View
}

export interface Covering {
  size: Size
  player: Player
  tape: Tape
  nowMs: number
  timeMs: number
  recorded: Size
  cursorRow: number | undefined
}

export function coverFor(covering: Covering): Cover {
  const { size, recorded, cursorRow } = covering
  const chrome = chromeRows(covering)
  const isSmaller = recorded.rows > size.rows
  const rows = isSmaller ? size.rows - chrome.length : size.rows
  const bottom = size.rows - chrome.length
  const isOver = !isSmaller && recorded.rows > bottom && chrome.length > 0
  const isCursorBelow = isOver && cursorRow !== undefined && cursorRow >= bottom
  return {
    chrome,
    chromeTop: isCursorBelow && cursorRow >= chrome.length ? 0 : bottom,
    isOver,
    view: {
      // The last column says that there is more.
      columns: recorded.columns > size.columns ? Math.max(1, size.columns - 1) : size.columns,
      rows: Math.max(1, rows),
      recordedColumns: recorded.columns,
      recordedRows: recorded.rows,
    },
  }
}

export function isSmaller({ view }: Cover): boolean {
  return view.recordedColumns > view.columns || view.recordedRows > view.rows
}

function chromeRows(covering: Covering): readonly ChromeRow[] {
  const { player, tape, nowMs, timeMs, size, recorded } = covering
  const wanted = rowsOfHeld(player, tape, size.rows)
  const isSaid = player.line !== undefined || player.notice !== undefined
  if (wanted.length === 0 && isSaid) return ['state']
  const plays = player.phase === 'playing' || player.phase === 'following'
  const isOpen = player.line !== undefined || player.pane !== 'none'
  if (!plays || isOpen || gapAt(tape, timeMs)) return wanted
  const below = Math.max(0, size.rows - recorded.rows)
  if (below > 1 && wanted.length > 1) return lastOf(wanted, below)
  const isRecent = nowMs - player.pressedMs < SEEN_MS || isSaid
  return (below > 0 || isRecent) && size.rows > 2 ? ['compact'] : []
}

/** As many as there is room for, where keys go before the bar and the state. */
function lastOf(rows: readonly ChromeRow[], count: number): readonly ChromeRow[] {
  if (rows.length <= count) return rows
  return count < 3 ? ['bar', 'state'] : ['bar', 'state', 'keys']
}

function rowsOfHeld(player: Player, tape: Tape, rows: number): readonly ChromeRow[] {
  if (rows <= PICTURE_ALONE_ROWS) return []
  if (rows < STATE_FROM_ROWS) return ['bar']
  if (rows < KEYS_FROM_ROWS) return ['bar', 'state']
  if (player.search && rows >= HITS_FROM_ROWS) return ['found', 'hits', 'bar', 'state', 'keys']
  if (rows < ALL_FROM_ROWS || tape.markers.length === 0) return ['bar', 'state', 'keys']
  return ['chapters', 'marks', 'bar', 'state', 'keys']
}

/** Says which part of the recorded screen is seen, e.g. `columns 1–79 of 120, rows 20–40 of 40`. */
export function windowText(window: Window, view: View): string {
  const part = (what: string, from: number, room: number, of: number) =>
    of > room ? [`${what} ${from + 1}–${Math.min(of, from + room)} of ${of}`] : []
  return [
    ...part('columns', window.left, view.columns, view.recordedColumns),
    ...part('rows', window.top, view.rows, view.recordedRows),
  ].join(', ')
}
