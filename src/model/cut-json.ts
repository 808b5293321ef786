/** JSON whose end is missing: what came before the cut can still be read. */
import { parseJson } from './json.ts'

const SCALAR_END = /[,[\]{}\s]/

/**
 * Returns the value that `text`, the beginning of a JSON text, holds up to its last whole member or element;
 * undefined when there is none. A string that is cut keeps what came of it.
 */
export function parseCutJson(text: string): unknown {
  const scan = scanCut(text)
  for (const end of [scan.end, scan.lastComma]) {
    if (end === undefined) continue
    const whole = parseJson(text.slice(0, end.at) + end.closing)
    if (whole !== undefined) return whole
  }
  return undefined
}

interface Ending {
  at: number
  /** What closes everything that is open there. */
  closing: string
}

function scanCut(text: string): { end: Ending | undefined; lastComma: Ending | undefined } {
  const open: string[] = []
  let lastComma: Ending | undefined
  let stringEnd: number | undefined
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') {
      const close = closingQuote(text, at)
      if (close === undefined) {
        stringEnd = wholeEscapesEnd(text)
        break
      }
      at = close
    } else if (character === '{' || character === '[') open.push(character === '{' ? '}' : ']')
    else if (character === '}' || character === ']') open.pop()
    else if (character === ',') lastComma = { at, closing: closers(open) }
  }
  const end: Ending =
    stringEnd === undefined
      ? { at: scalarStart(text), closing: closers(open) }
      : { at: stringEnd, closing: `"${closers(open)}` }
  return { end, lastComma }
}

function closers(open: readonly string[]): string {
  return open.toReversed().join('')
}

function closingQuote(text: string, start: number): number | undefined {
  for (let at = start + 1; ; at += 1) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return undefined
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return quote
    at = quote
  }
}

/** Where a cut string ends when half an escape at its end is left out. */
function wholeEscapesEnd(text: string): number {
  const half = /(?<!\\)(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$/.exec(text.slice(-64))
  return half ? text.length - half[1]!.length : text.length
}

/** A number or a word at the very end may go on after the cut. */
function scalarStart(text: string): number {
  let at = text.length
  while (at > 0 && text.length - at < 32 && !SCALAR_END.test(text[at - 1]!)) at -= 1
  return at
}
