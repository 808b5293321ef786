/** What is sent to a terminal so that it shows other rows than before: those that differ, and no others. */

/** What a terminal shows. A row is text with SGR codes, no wider than the terminal, and ends in its own style. */
export interface Picture {
  rows: readonly string[]
  /** From 0; absent when it is hidden. */
  cursor?: PictureCursor | undefined
}

export interface PictureCursor {
  row: number
  column: number
  /** `block` unless it is another. */
  shape?: string | undefined
}

const [BEGIN_FRAME, END_FRAME] = ['\u001b[?2026h', '\u001b[?2026l']
const [SHOW_CURSOR, HIDE_CURSOR] = ['\u001b[?25h', '\u001b[?25l']
/** Those that do not blink. */
const SHAPES: Record<string, string> = {
  block: '\u001b[2 q',
  underline: '\u001b[4 q',
  bar: '\u001b[6 q',
}

/** Returns one write; empty when nothing differs. Without `before`, nothing is known of the terminal. */
export function paintPicture(before: Picture | undefined, after: Picture): string {
  const shown = before?.rows ?? []
  let changes = before ? '' : '\u001b[0m\u001b[2J'
  for (const [n, row] of after.rows.entries()) {
    // Wiped first: what wipes to the end of a full row takes its last character in some terminals.
    if (row !== (shown[n] ?? '')) changes += `\u001b[${n + 1};1H\u001b[0m\u001b[2K${row}\u001b[0m`
  }
  if (after.rows.length < shown.length) changes += `\u001b[${after.rows.length + 1};1H\u001b[J`
  const moved = changes !== '' || !isSameCursor(before?.cursor, after.cursor)
  if (!moved) return ''
  return `${BEGIN_FRAME}${HIDE_CURSOR}${changes}${paintCursor(before?.cursor, after.cursor)}${END_FRAME}`
}

function paintCursor(before: PictureCursor | undefined, after: PictureCursor | undefined): string {
  if (!after) return ''
  const shape = after.shape ?? 'block'
  const shaped = shape === (before?.shape ?? 'block') ? '' : (SHAPES[shape] ?? SHAPES.block)
  return `${shaped}\u001b[${after.row + 1};${after.column + 1}H${SHOW_CURSOR}`
}

function isSameCursor(one: PictureCursor | undefined, other: PictureCursor | undefined): boolean {
  return one?.row === other?.row && one?.column === other?.column && one?.shape === other?.shape
}
