/** A pattern to be looked for in texts. Whatever it is, that takes time in proportion to the text. */
import { RE2JS } from 're2js'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'

/** Means the same as a text. */
const PLAIN = /^[^\\^$.|?*+()[\]{}\n\r\u2028\u2029]*$/

const HINT =
  'Leave out lookaround, backreferences and counts over 1000, or give `--fixed-strings` to search for the text ' +
  'as it stands.'

export interface TextPattern {
  isIn(text: string): boolean
  /** Returns where it is for the first time. */
  find(text: string): { index: number; length: number } | undefined
  /** Whether one of many texts may hold it, however they are set apart. */
  mayBeIn?(texts: string): boolean
}

/**
 * Takes a regular expression or, with `isLiteral`, a text as it stands.
 * @throws {FlightrecError} usage, for a pattern that cannot be searched for in linear time.
 */
export function textPattern(pattern: string, isLiteral: boolean): TextPattern {
  if (isLiteral || PLAIN.test(pattern)) {
    const find = (text: string) => {
      const index = text.indexOf(pattern)
      return index < 0 ? undefined : { index, length: pattern.length }
    }
    const isIn = (text: string) => text.includes(pattern)
    return { isIn, find, mayBeIn: isIn }
  }
  const expression = compiled(pattern)
  const find = (text: string) => {
    const matcher = expression.matcher(text)
    if (!matcher.find()) return undefined
    return { index: matcher.start(), length: matcher.end() - matcher.start() }
  }
  return { isIn: (text) => expression.test(text), find }
}

function compiled(pattern: string): RE2JS {
  try {
    // In JavaScript a reference to a group, which would be read as these letters.
    if (pattern.includes('\\k<')) throw new Error('backreferences take no linear time')
    return RE2JS.compile(RE2JS.translateRegExp(pattern))
  } catch (cause) {
    const reason = (cause as Error).message.replace('error parsing regexp: ', '')
    const message = `'${showText(pattern)}' is not a pattern that can be searched for: ${showText(reason)}`
    throw new FlightrecError('usage', message, { hint: HINT, cause })
  }
}
