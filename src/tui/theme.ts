/** The colours of screens that know whether their terminal is dark or light. Contrast is 4.5:1 and more on either. */
import type { Palette, ScreenStyle } from './line.ts'

type Background = 'dark' | 'light'

const value = (red: number, green: number, blue: number) => `38;2;${red};${green};${blue}`

const COLORS: Record<Background, Partial<Record<ScreenStyle, string>>> = {
  dark: {
    added: value(76, 195, 138),
    removed: value(255, 122, 112),
    modified: value(224, 166, 58),
    warning: value(224, 166, 58),
    danger: `1;${value(255, 92, 92)}`,
    live: value(108, 198, 240),
  },
  light: {
    added: value(20, 122, 69),
    removed: value(192, 37, 37),
    modified: value(138, 90, 0),
    warning: value(138, 90, 0),
    danger: `1;${value(176, 0, 32)}`,
    live: value(10, 110, 158),
  },
}

/** Background of the row that is not of the recording, where it lies over it. */
const ROW: Record<Background, string> = { dark: '48;2;38;50;72', light: '48;2;220;230;245' }

export interface Theme {
  palette: Palette
  /** SGR codes that begin and end a row which lies over recorded ones. */
  row: readonly [begin: string, end: string]
  /** Whether its pieces keep their own colours there. */
  isRowColored: boolean
}

/** Returns the theme of a terminal; unknown means its own 16 colours, and reverse where a background is needed. */
export function themeFor(background: Background | undefined, isColored: boolean): Theme {
  if (!background || !isColored) {
    return { palette: { isColored, brand: {} }, row: ['7', '27'], isRowColored: false }
  }
  return {
    palette: { isColored, brand: COLORS[background] },
    row: [ROW[background], '49'],
    isRowColored: true,
  }
}

/** Reads what a terminal answers to OSC 11, its background; undefined when it is no such answer. */
export function readBackground(answer: string): Background | undefined {
  const parts = /rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(answer)?.slice(1)
  if (!parts) return undefined
  const [red, green, blue] = parts.map((hex) => Number.parseInt(hex, 16) / (16 ** hex.length - 1))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! > 0.5 ? 'light' : 'dark'
}

/** Reads the variable COLORFGBG, which some terminals set: the last number is the background's. */
export function backgroundOfVariable(variable: string | undefined): Background | undefined {
  const index = /(?:^|;)(\d{1,2})$/.exec(variable ?? '')?.[1]
  if (index === undefined) return undefined
  return [7, 9, 10, 11, 12, 13, 14, 15].includes(Number(index)) ? 'light' : 'dark'
}
