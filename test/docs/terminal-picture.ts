/** Draws what a terminal showed, text with SGR codes, as an SVG. */
import { widthOf } from '../../src/tui/line.ts'

const [ROW_PX, COLUMN_PX, MARGIN_PX, FONT_PX] = [19, 8.43, 20, 14]
/** How far the foot of a letter stands below the top of its row. */
const BASELINE_PX = 14
const [PAPER, INK, DIM] = ['#101010', '#E8E8E2', '#8A8A84']
const COLORS: Record<number, string> = {
  31: '#E05656',
  32: '#2EBD75',
  33: '#E0A63A',
  34: '#6C9EF8',
  35: '#C586C0',
  36: '#5FB3B3',
}
const SGR = /\u001b\[([\d;]*)m/

interface Pen {
  color?: string
  isBold?: boolean
  isDim?: boolean
  isInverse?: boolean
}

interface Run extends Pen {
  text: string
  column: number
}

/** Draws screens below each other, each so many columns wide. */
export function terminalPicture(
  screens: readonly string[],
  columns: number,
  label: string,
): string {
  const width = Math.ceil(2 * MARGIN_PX + columns * COLUMN_PX)
  let top = MARGIN_PX
  const drawn = screens.flatMap((screen) => {
    const rows = readRows(screen)
    const lines = rows.flatMap((row, n) => drawRow(row, top + n * ROW_PX))
    top += rows.length * ROW_PX + MARGIN_PX
    return lines
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" role="img" aria-label="${escaped(label)}">`,
    `<rect width="100%" height="100%" fill="${PAPER}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${FONT_PX}" fill="${INK}">`,
    ...drawn,
    '</g>',
    '</svg>\n',
  ].join('\n')
}

/** What is set at the end of a row holds in the next one. */
function readRows(screen: string): Run[][] {
  let pen: Pen = {}
  return screen
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => {
      const runs: Run[] = []
      let column = 0
      for (const [n, part] of line.split(SGR).entries()) {
        if (n % 2 === 1) pen = penAfter(pen, part.split(';').map(Number))
        else if (part !== '') {
          runs.push({ ...pen, text: part, column })
          column += widthOf(part)
        }
      }
      return runs
    })
}

function penAfter(pen: Pen, codes: readonly number[]): Pen {
  const after = { ...pen }
  for (const code of codes) {
    if (code === 0) for (const name of Object.keys(after)) delete after[name as keyof Pen]
    else if (code === 1) after.isBold = true
    else if (code === 2) after.isDim = true
    else if (code === 7) after.isInverse = true
    else if (code === 22) after.isBold = after.isDim = false
    else if (code === 27) after.isInverse = false
    else if (code === 39) delete after.color
    else if (COLORS[code]) after.color = COLORS[code]
  }
  return after
}

function drawRow(runs: readonly Run[], top: number): string[] {
  const x = (column: number) => round(MARGIN_PX + column * COLUMN_PX)
  const marked = runs.filter(({ isInverse }) => isInverse)
  const rects = marked.map(({ column, text }) => {
    const width = round(widthOf(text) * COLUMN_PX)
    return `<rect x="${x(column)}" y="${top}" width="${width}" height="${ROW_PX}" fill="${INK}"/>`
  })
  const spans = runs.flatMap((run) => {
    const style = styleOf(run)
    return wordsOf(run).map(
      ({ text, column }) => `<tspan x="${x(column)}"${style}>${escaped(text)}</tspan>`,
    )
  })
  if (spans.length === 0) return rects
  return [...rects, `<text y="${top + BASELINE_PX}">${spans.join('')}</text>`]
}

/** What stands between wider spaces: browsers make one space of several, whatever the picture asks for. */
function wordsOf({ text, column }: Run): { text: string; column: number }[] {
  return [...text.matchAll(/[^ ]+(?: [^ ]+)*/g)].map((found) => ({
    text: found[0],
    column: column + widthOf(text.slice(0, found.index)),
  }))
}

function styleOf({ color, isBold, isDim, isInverse }: Run): string {
  const fill = isInverse ? PAPER : (color ?? (isDim ? DIM : undefined))
  return [
    fill === undefined ? '' : ` fill="${fill}"`,
    isBold ? ' font-weight="600"' : '',
    isDim && color !== undefined ? ' opacity="0.7"' : '',
  ].join('')
}

const round = (px: number) => Math.round(px * 10) / 10

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
