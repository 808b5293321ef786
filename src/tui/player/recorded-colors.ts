/** The colours of a recording as the viewer's terminal can show them. */

/** What a terminal shows: no colour at all, its 256, or any. */
export type ColorDepth = 'none' | 'indexed' | 'any'

/** SGR codes of colours that stand alone: foreground, background, underline, and bright ones. */
const isColor = (code: number) =>
  (code >= 30 && code <= 37) ||
  (code >= 40 && code <= 47) ||
  (code >= 90 && code <= 97) ||
  (code >= 100 && code <= 107) ||
  [39, 49, 59].includes(code)
/** Begin a colour that needs further numbers. */
const LONG_COLORS = [38, 48, 58]
const [BY_INDEX, BY_VALUES] = [5, 2]

/** What an SGR code does: whether all before it counts no more, and what it sets in colours that can be shown. */
export interface AdaptedCode {
  isReset: boolean
  kept: string
}

export function adaptColors(parameters: string, depth: ColorDepth): AdaptedCode {
  let isReset = false
  let kept: string[] = []
  const codes = parameters.split(';')
  for (let at = 0; at < codes.length; at += 1) {
    const written = codes[at]!
    const numbers = written.split(':').map(Number)
    const code = numbers[0]!
    if (code === 0) {
      isReset = true
      kept = []
    } else if (LONG_COLORS.includes(code)) {
      const isOne = numbers.length > 1
      const values = isOne ? numbers.slice(1) : codes.slice(at + 1, at + 5).map(Number)
      if (!isOne) at += values[0] === BY_VALUES ? 4 : 2
      kept.push(...longColor(code, values, depth))
    } else if (depth !== 'none' || !isColor(code)) kept.push(written)
  }
  return { isReset, kept: kept.join(';') }
}

function longColor(code: number, values: readonly number[], depth: ColorDepth): string[] {
  if (depth === 'none') return []
  if (values[0] === BY_INDEX) return isByte(values[1]) ? [`${code};5;${values[1]}`] : []
  if (values[0] !== BY_VALUES) return []
  // `38:2::r:g:b` names a colour space between.
  const [red, green, blue] = values.slice(-3)
  if (![red, green, blue].every(isByte) || values.length < 4) return []
  if (depth === 'any') return [`${code};2;${red};${green};${blue}`]
  return [`${code};5;${nearestIndex(red!, green!, blue!)}`]
}

function isByte(value: number | undefined): boolean {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 255
}

/** The cube of the 256 colours: its levels, and where cube and greys begin. */
const LEVELS = [0, 95, 135, 175, 215, 255]
const [CUBE, GREYS, GREY_COUNT] = [16, 232, 24]

/** Returns the nearest of the 256 colours, of those that do not differ from terminal to terminal. */
function nearestIndex(red: number, green: number, blue: number): number {
  const steps = [red, green, blue].map(nearestLevel)
  const cube = steps.map((step) => LEVELS[step]!)
  const grey = Math.max(
    0,
    Math.min(GREY_COUNT - 1, Math.round(((red + green + blue) / 3 - 8) / 10)),
  )
  const shade = 8 + 10 * grey
  const distance = (to: readonly number[]) =>
    (red - to[0]!) ** 2 + (green - to[1]!) ** 2 + (blue - to[2]!) ** 2
  return distance([shade, shade, shade]) < distance(cube)
    ? GREYS + grey
    : CUBE + 36 * steps[0]! + 6 * steps[1]! + steps[2]!
}

function nearestLevel(value: number): number {
  const away = LEVELS.map((level) => Math.abs(level - value))
  return away.indexOf(Math.min(...away))
}
