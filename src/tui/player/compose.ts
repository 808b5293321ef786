/** The whole picture: the recorded screen as it was, and over or below it what the player says. */
import { type Line, lineWidth, paintLine, span } from '../line.ts'
import type { Picture, PictureCursor } from '../painter.ts'
import type { Theme } from '../theme.ts'
import { withoutSigns } from './ascii-signs.ts'
import { chromeLine } from './chrome.ts'
import { type Cover, coverFor } from './cover.ts'
import { gapPage } from './gap-page.ts'
import { hitPatches } from './hit-patches.ts'
import { keysPane, placePane } from './pane.ts'
import { edgePatches, type Patch, type PatchedRow, patchRow } from './patched-row.ts'
import type { ColorDepth } from './recorded-colors.ts'
import { RecordedRow } from './recorded-row.ts'
import type { Scene } from './scene.ts'
import { stepsBeside } from './steps-beside.ts'
import { gapAt } from './tape.ts'
import { settleWindow, type Window } from './window.ts'

/** How this terminal is drawn on. */
export interface PlayerLook {
  theme: Theme
  colors: ColorDepth
  isAscii: boolean
}

export interface Composed {
  picture: Picture
  cover: Cover
  /** Where the window rests now. */
  window: Window
}

export function compose(scene: Scene, look: PlayerLook): Composed {
  const { size, frame, player, tape, timeMs, nowMs } = scene
  const recorded = { columns: frame.columns, rows: frame.rows.length }
  const cursorRow = frame.cursor?.row
  const cover = coverFor({ size, player, tape, nowMs, timeMs, recorded, cursorRow })
  const window = settleWindow(player.window, cover.view, frame.cursor)
  const settled = { ...scene, player: { ...player, window } }
  const gap = gapAt(tape, timeMs)
  const rows = gap
    ? paintedRows(gapPage(settled, gap, size.rows - cover.chrome.length), size.columns, look)
    : pictureRows(settled, cover, look)
  addPane(rows, settled, cover, look)
  const painted = Array.from({ length: size.rows }, (_, n) => patchRow(rows[n], size.columns))
  for (const [n, row] of cover.chrome.entries()) {
    painted[cover.chromeTop + n] = paintChrome(
      chromeLine(row, settled, cover),
      settled,
      cover,
      look,
    )
  }
  const isHidden = gap !== undefined || player.pane !== 'none' || player.line !== undefined
  const cursor = isHidden ? undefined : cursorOn(settled, cover)
  return { picture: { rows: painted, cursor }, cover, window }
}

function paint(line: Line, columns: number, { theme, isAscii }: PlayerLook): string {
  const painted = paintLine(line, columns, theme.palette)
  return isAscii ? withoutSigns(painted) : painted
}

/** The one row over what plays has a background, so that it is not taken for recorded text. */
function paintChrome(line: Line, { size }: Scene, cover: Cover, look: PlayerLook): string {
  if (!cover.chrome.includes('compact')) return paint(line, size.columns, look)
  const { theme } = look
  const [begin, end] = theme.row
  const bare = theme.isRowColored ? line : line.map(({ text }) => span(text))
  const blanks = ' '.repeat(Math.max(0, size.columns - lineWidth(bare)))
  return `\u001b[${begin}m${paint(bare, size.columns, look)}${blanks}\u001b[${end}m`
}

function paintedRows(lines: readonly Line[], columns: number, look: PlayerLook): PatchedRow[] {
  return lines.map((line) => ({
    row: new RecordedRow(paint(line, columns, look), 'any'),
    left: 0,
    patches: [],
  }))
}

function pictureRows(scene: Scene, cover: Cover, look: PlayerLook): PatchedRow[] {
  const { frame, size, player } = scene
  const { left, top } = player.window
  const style = (line: Line) => paint(line, size.columns, look)
  const rows = Array.from({ length: Math.min(cover.view.rows, size.rows) }, (_, n): PatchedRow => {
    const row = new RecordedRow(frame.rows[top + n]?.painted ?? '', look.colors)
    const patches: Patch[] = hitPatches(row, scene, top + n, style)
    return { row, left, patches: [...patches, ...edgePatches(row, scene, cover, n, style)] }
  })
  for (const [n, patch] of stepsBeside(scene, style).entries()) rows[n]?.patches.push(patch)
  return rows
}

function addPane(rows: PatchedRow[], scene: Scene, cover: Cover, look: PlayerLook): void {
  const { player, pane, size } = scene
  const shown = player.pane === 'keys' ? keysPane() : player.pane === 'event' ? pane : undefined
  if (!shown) return
  const placed = placePane(shown, scene, cover)
  for (const [n, line] of placed.lines.entries()) {
    const at = placed.top + n
    rows[at] ??= { row: new RecordedRow('', 'none'), left: 0, patches: [] }
    const text = paint(line, size.columns, look)
    rows[at].patches.push({ from: placed.left, to: placed.left + placed.columns, text })
  }
}

/** The recorded cursor, where it is seen. */
function cursorOn({ frame, player, size }: Scene, cover: Cover): PictureCursor | undefined {
  if (!frame.cursor) return undefined
  const row = frame.cursor.row - player.window.top
  const column = frame.cursor.column - player.window.left
  const { chromeTop, chrome, view } = cover
  const isCovered = row >= chromeTop && row < chromeTop + chrome.length
  const isOutside = row < 0 || row >= view.rows || column < 0 || column >= size.columns
  return isCovered || isOutside ? undefined : { row, column, shape: frame.cursor.shape }
}
