/** A painted row of a terminal as spans: text with SGR codes in, text with its look out. */

export interface RowSpan {
  text: string
  /** The cell it begins at, from 0, and how many it takes. */
  column: number
  cells: number
  /** Names of looks: `bold`, `dim`, …. */
  looks: readonly string[]
  /** A number is one of the terminal's 16 colours. */
  ink?: number | string | undefined
  ground?: number | string | undefined
}

type SpanLook = Omit<RowSpan, 'text' | 'column' | 'cells'>

const PLAIN: SpanLook = { looks: [] }
const LOOKS: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underlined',
  5: 'blinking',
  7: 'inverse',
  9: 'struck',
  53: 'overlined',
}
const SGR = /\u001b\[([\d;:]*)m/

/** Each code says all of a look, since it begins with 0: nothing is carried on from one to the next. */
export function spansOf(painted: string): RowSpan[] {
  const spans: RowSpan[] = []
  let column = 0
  let look = PLAIN
  for (const [at, part] of painted.split(SGR).entries()) {
    if (at % 2 === 1) look = lookOf(part)
    else
      for (const text of alignedPieces(part)) {
        const cells = cellsOf(text)
        spans.push({ text, column, cells, ...look })
        column += cells
      }
  }
  return spans
}

function lookOf(codes: string): SpanLook {
  const looks: string[] = []
  let ink: RowSpan['ink']
  let ground: RowSpan['ground']
  const list = codes.split(';')
  for (let at = 0; at < list.length; at += 1) {
    const [code = '0'] = list[at]!.split(':')
    const number = Number(code)
    const name = LOOKS[code]
    if (name) looks.push(name)
    else if (number >= 30 && number <= 37) ink = number - 30
    else if (number >= 90 && number <= 97) ink = number - 82
    else if (number >= 40 && number <= 47) ground = number - 40
    else if (number >= 100 && number <= 107) ground = number - 92
    else if (number === 38 || number === 48 || number === 58) {
      const [color, taken] = extendedColor(list.slice(at + 1))
      if (number === 38) ink = color
      else if (number === 48) ground = color
      at += taken
    }
  }
  return { looks, ink, ground }
}

/** Returns a colour, and how many parameters it took. */
function extendedColor([kind, ...rest]: readonly string[]): [number | string | undefined, number] {
  if (kind === '2') return [`rgb(${rest.slice(0, 3).map(Number).join(' ')})`, 4]
  const index = Number(rest[0])
  return [index < 16 ? index : indexedColor(index), 2]
}

const STEPS = [0, 95, 135, 175, 215, 255]

/** The colours from 16 on are a cube of 6x6x6, then greys. */
function indexedColor(index: number): string {
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232)
    return `rgb(${grey} ${grey} ${grey})`
  }
  const at = index - 16
  const [red, green, blue] = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6]
  return `rgb(${STEPS[red]} ${STEPS[green]} ${STEPS[blue]})`
}

/** What a font of one width may draw wider or narrower than a cell stands by itself. */
const SURE = /[\x20-\x7e\u00a1-\u024f\u2500-\u259f]+/y

function alignedPieces(text: string): string[] {
  const pieces: string[] = []
  let at = 0
  while (at < text.length) {
    const piece = sureRun(text, at) || firstGrapheme(text.slice(at, at + 64))
    pieces.push(piece)
    at += piece.length
  }
  return pieces
}

/** A letter that marks stand on goes with them. */
function sureRun(text: string, at: number): string {
  SURE.lastIndex = at
  const run = SURE.exec(text)?.[0] ?? ''
  return JOINS.test(text.slice(at + run.length, at + run.length + 2)) ? run.slice(0, -1) : run
}

const JOINS = /^(?:\p{M}|\u200d|\ufe0f)/u

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function firstGrapheme(text: string): string {
  const [first] = graphemes.segment(text)
  return first!.segment
}

/** What takes two cells: letters of East Asia, and pictures. */
const WIDE = new RegExp(
  String.raw`^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c]|` +
    String.raw`[\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|` +
    String.raw`[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}])`,
  'u',
)

function cellsOf(piece: string): number {
  SURE.lastIndex = 0
  if (SURE.test(piece) && SURE.lastIndex === piece.length) return piece.length
  return WIDE.test(piece) ? 2 : 1
}
