/** A box over the picture: the step of the moment, or the keys. What lies around it stays readable. */
import { fillLine, type Line, lineWidth, type Span, span } from '../line.ts'
import { BINDINGS, type Hint } from './bindings.ts'
import type { Cover } from './cover.ts'
import type { Pane, Scene } from './scene.ts'

const COLUMNS_MAX = 70
const ROWS_MIN = 3
/** Frame and blanks on both sides. */
const FRAME_COLUMNS = 4

export interface PlacedPane {
  top: number
  left: number
  columns: number
  lines: readonly Line[]
}

/** Places it over the half of the screen that the recorded cursor is not in. */
export function placePane(pane: Pane, { size, frame, player }: Scene, cover: Cover): PlacedPane {
  const isChromeAbove = cover.chromeTop === 0 && cover.chrome.length > 0
  const first = isChromeAbove ? cover.chrome.length : 0
  const end = isChromeAbove ? size.rows : cover.chromeTop
  const columns = Math.max(1, Math.min(COLUMNS_MAX, size.columns - 2))
  const room = Math.max(0, end - first)
  const lines = frameLines(pane, columns, room, player.paneTop)
  const cursorRow = (frame.cursor?.row ?? 0) - player.window.top
  const isBelow = cursorRow < first + room / 2
  // A row of the picture between it and the chrome, where there is one to spare.
  const spare = room - lines.length
  const top = isBelow ? end - lines.length - Math.min(1, spare) : first
  return { top, left: Math.max(0, size.columns - columns - 1), columns, lines }
}

function frameLines(pane: Pane, columns: number, room: number, top: number): readonly Line[] {
  const inner = Math.max(1, columns - FRAME_COLUMNS)
  if (room < ROWS_MIN || columns <= FRAME_COLUMNS) return []
  const all = pane.lines(inner)
  const rows = Math.min(all.length, room - 2)
  const first = Math.min(top, all.length - rows)
  const body = all.slice(first, first + rows)
  const rest = all.length - first - rows
  const more: readonly Hint[] = rest > 0 || first > 0 ? [['j k', `${rest} more`]] : []
  return [
    ruled(pane.title, columns, ['╭', '╮']),
    ...body.map((line) => [
      span('│', 'dim'),
      span(' '),
      ...fillLine(line, inner),
      span(' '),
      span('│', 'dim'),
    ]),
    ruled(keysOf([...more, ...pane.keys], columns), columns, ['╰', '╯']),
  ]
}

function keysOf(keys: readonly Hint[], columns: number): Line {
  const shown = keys.map(([key, does]): Span[] => [span(key, 'bold'), span(` ${does}`, 'dim')])
  const line = () => shown.flatMap((one, n) => (n > 0 ? [span('  '), ...one] : one))
  while (shown.length > 0 && lineWidth(line()) > columns - 6) shown.splice(-2, 1)
  return line()
}

/** `╭─ words ─────╮` */
function ruled(words: Line, columns: number, [begin, end]: readonly [string, string]): Line {
  const room = Math.max(0, columns - 6)
  const fitted = lineWidth(words) > room ? fillLine(words, room) : words
  const rest = columns - 5 - lineWidth(fitted)
  return [
    span(`${begin}─ `, 'dim'),
    ...fitted,
    span(` ${'─'.repeat(Math.max(0, rest))}${end}`, 'dim'),
  ]
}

/** All keys, as the bindings have them. */
export function keysPane(): Pane {
  const width = Math.max(...BINDINGS.map(({ shown }) => shown.length))
  return {
    title: [span('keys', 'bold')],
    lines: () =>
      BINDINGS.map(({ shown, does }) => [span(shown.padEnd(width), 'bold'), span(`  ${does}`)]),
    keys: [['Esc', 'close']],
  }
}
