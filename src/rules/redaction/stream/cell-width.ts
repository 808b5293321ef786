/** How many cells of a terminal a character takes. */

/** East Asian wide and full-width, and pictures, as terminals have them. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u

/** Returns 0 for what joins the character before it, 2 for wide ones. */
export function cellWidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return codePoint === 0xad ? 0 : 1
  if (NO_WIDTH.test(String.fromCodePoint(codePoint))) return 0
  return WIDE.some(([first, last]) => codePoint >= first && codePoint <= last) ? 2 : 1
}
