/** Whether there is colour, decided once for each stream. */
import { BRAND_CODES, STYLE_CODES, type StyleName } from '../../model/style.ts'
import { environment } from '../../system/environment.ts'

export const COLOR_CHOICES = ['auto', 'always', 'never'] as const
export type ColorChoice = (typeof COLOR_CHOICES)[number]

export type Style = (name: StyleName, text: string) => string

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

/** Returns the codes that differ from the usual ones: those of the brand, where the terminal can show any colour. */
function brandCodes(): typeof BRAND_CODES {
  return /^(?:truecolor|24bit)$/.test(environment('COLORTERM') ?? '') ? BRAND_CODES : {}
}

/** Returns what the screens need to know of colour. */
export function screenPalette(isColored: boolean) {
  return { isColored, brand: brandCodes() }
}

/** Returns the style in force: one that changes nothing when there is no colour. */
export function createStyle(isColored: boolean): Style {
  if (!isColored) return (_, text) => text
  const brand = brandCodes()
  return (name, text) => {
    if (text === '') return ''
    const [begin, end] = STYLE_CODES[name]
    return `\u001b[${brand[name] ?? begin}m${text}\u001b[${end}m`
  }
}
