/** Whether there is colour, decided once for each stream, and what each style looks like. */
import { environment } from '../system/environment.ts'

export const COLOR_CHOICES = ['auto', 'always', 'never'] as const
export type ColorChoice = (typeof COLOR_CHOICES)[number]

export type StyleName =
  | 'added'
  | 'removed'
  | 'modified'
  | 'renamed'
  | 'dim'
  | 'bold'
  | 'warning'
  | 'heading'

export type Style = (name: StyleName, text: string) => string

/** SGR codes that begin and end a style. Those of changes are the terminal's own green, red and yellow. */
const CODES: Record<StyleName, readonly [string, string]> = {
  added: ['32', '39'],
  removed: ['31', '39'],
  modified: ['33', '39'],
  renamed: ['2', '22'],
  dim: ['2', '22'],
  bold: ['1', '22'],
  warning: ['33', '39'],
  heading: ['1', '22'],
}

/** Change colours of the brand, for terminals that say they can show them. */
const BRAND: Partial<Record<StyleName, string>> = {
  added: '38;2;26;158;85',
  removed: '38;2;212;59;59',
  modified: '38;2;199;134;10',
}

/**
 * Decides whether a stream gets colour: `--color`, then NO_COLOR (set at all, even to nothing), then
 * FORCE_COLOR (unless `0` or `false`), then whether the stream is a terminal that is not dumb.
 */
export function hasColor(choice: ColorChoice, isTerminal: boolean): boolean {
  if (choice !== 'auto') return choice === 'always'
  if (environment('NO_COLOR') !== undefined) return false
  const forced = environment('FORCE_COLOR')
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTerminal && environment('TERM') !== 'dumb'
}

/** Returns the style in force: one that changes nothing when there is no colour. */
export function createStyle(isColored: boolean): Style {
  if (!isColored) return (_, text) => text
  const isTrueColor = /^(?:truecolor|24bit)$/.test(environment('COLORTERM') ?? '')
  return (name, text) => {
    if (text === '') return ''
    const [begin, end] = CODES[name]
    const code = (isTrueColor && BRAND[name]) || begin
    return `\u001b[${code}m${text}\u001b[${end}m`
  }
}
