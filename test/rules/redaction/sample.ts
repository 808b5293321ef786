/** Made-up secrets: `<w36>` in a template becomes 36 random characters, the same for the same seed. */

const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()

const CLASSES: Record<string, string> = {
  w: LOWER + UPPER + DIGITS,
  u: `${LOWER}${UPPER}${DIGITS}_-`,
  b: `${LOWER}${UPPER}${DIGITS}+/`,
  h: `${DIGITS}abcdef`,
  U: UPPER + DIGITS,
  T: `${UPPER}234567`,
  l: LOWER + DIGITS,
  L: LOWER,
  d: DIGITS,
}

/** Returns numbers in [0, 1) that look random (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Fills in a template; also returns what was filled in, longest first, of those long enough to know again. */
export function fill(template: string, random: () => number): { text: string; parts: string[] } {
  const parts: string[] = []
  const text = template.replace(/<([a-zA-Z])(\d+)>/g, (whole, name: string, length: string) => {
    const alphabet = CLASSES[name]
    if (!alphabet) return whole
    const part = randomText(alphabet, Number(length), random)
    parts.push(part)
    return part
  })
  return {
    text,
    parts: parts.filter((part) => part.length >= 8).sort((a, b) => b.length - a.length),
  }
}

/** A letter, a digit and a letter first, as random text of that length nearly always has them. */
function randomText(alphabet: string, length: number, random: () => number): string {
  const pick = (from: string) => from[Math.floor(random() * from.length)]!
  const letters = alphabet.replace(/[^a-zA-Z]/g, '') || alphabet
  const digits = alphabet.replace(/[^0-9]/g, '') || alphabet
  const forced = [letters, digits, letters]
  return Array.from({ length }, (_, at) =>
    pick(length >= 8 ? (forced[at] ?? alphabet) : alphabet),
  ).join('')
}
