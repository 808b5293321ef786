/** Private keys between BEGIN and END, on one line with escaped line ends or on many; PEM, OpenSSH, PGP. */

import { joinPattern } from '../../join-pattern.ts'

export const KEY_BLOCK_ID = 'private-key'

/** In an address a blank is `%20` or a plus. */
const BLANK = '(?:[ +]|%20)'
const WORDS = '(?:[A-Z0-9 +]|%20){0,60}'
const CLOSE = `KEY(?:${BLANK}BLOCK)? ?-{4,5}`
const BEGIN = new RegExp(`-{4,5} ?BEGIN${WORDS}(?:PRIVATE|SECRET)${BLANK}${CLOSE}`, 'y')
const END = new RegExp(`-{4,5} ?END${WORDS}${CLOSE}`, 'y')
const END_IN_LINE = new RegExp(END.source)
/** Line ends as JSON, C, HTML and addresses spell them. */
const BODY = joinPattern(
  'y',
  String.raw`(?:[A-Za-z0-9+/=:,. \t]|-(?!-)|\\{1,8}(?:[nrt/]|u000[ad]|x0[adAD])`,
  '|%0[adAD]|%2[bBfF]|%3[dD]|%20|&#(?:10|13|x[adAD]);|<br ?/?>){1,2048}',
)
const HEADER = /(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash|Subject): /
/** The last token of a line, with what source code may put behind it. */
const BODY_LINE = /([A-Za-z0-9+/=]+)(?:\\+[nr])?(?:["'][ \t]{0,8}[+.&])?[^A-Za-z0-9+/=]{0,8}$/
const FIRST_TOKEN_MIN = 16
const FULL_TOKEN_MIN = 32
const LINES_MAX = 4000

/** Returns where the key block ends that begins at `position` and lies on one line, or whether it opens there. */
export function keyBlockAt(
  text: string,
  position: number,
): { end: number; isOpen: boolean } | undefined {
  BEGIN.lastIndex = position
  if (!BEGIN.test(text)) return undefined
  const begun = BEGIN.lastIndex
  const end = bodyEnd(text, begun)
  END.lastIndex = end
  if (END.test(text)) return { end: END.lastIndex, isOpen: false }
  const body = text.slice(begun, end)
  if (/^[ \t]*(?:\\+[nr])?[^A-Za-z0-9\\%&<]{0,8}\r?(?:\n|$)/.test(text.slice(begun, begun + 24))) {
    return { end: begun, isOpen: true }
  }
  if (!/[A-Za-z0-9+/]{16}/.test(body)) return undefined
  return { end: begun + body.trimEnd().length, isOpen: false }
}

/** Returns where the text stops to look like the inside of a key. */
export function bodyEnd(text: string, from: number): number {
  let end = from
  for (BODY.lastIndex = from; BODY.test(text); BODY.lastIndex = end) end = BODY.lastIndex
  return end
}

/** A key block that goes on in the lines below. */
export class OpenKeyBlock {
  #prefixLength = -1
  #isNearEnd = false
  #lines = 0

  /** Whether the line after BEGIN is one that a key would have. */
  static beginsWith(line: string): boolean {
    return new OpenKeyBlock().read(line) !== 'over'
  }

  /** Returns the part of the next line that belongs to the key, or that it is over. */
  read(line: string): { start: number; end: number; isLast: boolean } | 'none' | 'over' {
    if (++this.#lines > LINES_MAX || line.length > 1024) return 'over'
    const end = END_IN_LINE.exec(line)
    if (end) return { start: end.index, end: end.index + end[0].length, isLast: true }
    if (HEADER.test(line) || /^[^A-Za-z0-9]{0,8}$/.test(line)) return 'none'
    const found = BODY_LINE.exec(line)
    if (!found) return 'over'
    const token = found[1]!
    if (this.#prefixLength < 0 && (token.length < FIRST_TOKEN_MIN || found.index > 64))
      return 'over'
    if (this.#prefixLength < 0) this.#prefixLength = found.index
    const isChecksum = /^=[A-Za-z0-9+/]{4}$/.test(token)
    if (found.index !== this.#prefixLength || (this.#isNearEnd && !isChecksum)) return 'over'
    if (token.length < FULL_TOKEN_MIN) this.#isNearEnd = true
    return { start: found.index, end: found.index + token.length, isLast: false }
  }
}
