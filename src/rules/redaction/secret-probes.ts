/** What is asked where a keyword stands: whether a secret is there, and where it ends. */

import { KEY_BLOCK_ID, keyBlockAt, OpenKeyBlock } from './lines/key-block.ts'
import type { TextLine } from './lines/text-line.ts'
import { SECRET_LENGTH_MAX, type SecretRule } from './tokens/secret-rule.ts'
import { startsToken } from './tokens/token-start.ts'
import { KNOWN_VALUE_ID } from './values/known-values.ts'
import { isMonotonous, isPlaceholder } from './values/placeholder.ts'

/** A secret in the visible text. */
export interface FoundSecret {
  ruleId: string
  start: number
  end: number
  /** The replacement must be a string of its own, for JSON, in this quote. */
  quote?: string
  /** A key whose lines follow. */
  opensBlock?: true
  /** A long run that is no secret, as it stands in for one or is of few characters; not to be looked at again. */
  isDismissed?: true
}

export type Probe = (text: string, position: number, line: TextLine) => FoundSecret | undefined

/** What the replacement of a secret begins with. */
export const MARK_START = '[redacted:'
/** How a recording's cells are masked. */
export const MASKED = '••••'
const MASKED_RUN = /[•\w-]{1,1024}/y
const MASKED_REST_MIN = 4
const MARK = /\[redacted:[a-z0-9-]{1,40}\]/y
const DISMISSED_MIN = 256
/** So much of a known value stands for its beginning. */
export const BEGUN_MIN = 8

export function ruleProbe(rule: SecretRule): Probe {
  const pattern = new RegExp(rule.pattern.source, `${rule.pattern.flags}d`)
  return (text, position, line) => {
    if (!rule.startsAnywhere && !startsToken(text, position, line.resume)) return undefined
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (!match) return undefined
    const [start, end] = match.indices!.findLast((range) => range !== undefined)!
    const secret = text.slice(start, end)
    if (line.isJson && endsString(text.slice(position, start))) return undefined
    if (isPlaceholder(secret) || isMonotonous(secret.slice(start === position ? 4 : 0)))
      return dismissed(start, end)
    return { ruleId: rule.id, start, end: withoutStop(text, start, runEnd(text, start, end)) }
  }
}

/** The stop of a sentence is not part of a token. */
function withoutStop(text: string, start: number, end: number): number {
  const isStop = text[end - 1] === '.' && end - start > 1 && !/[\w-]/.test(text[end] ?? '')
  return isStop ? end - 1 : end
}

/** Whether a JSON string ends in `text`, and no other begins. */
function endsString(text: string): boolean {
  return (text.match(/(?<!\\)(?:\\\\){0,32}"/g)?.length ?? 0) % 2 === 1
}

export function dismissed(start: number, end: number): FoundSecret | undefined {
  return end - start < DISMISSED_MIN ? undefined : { ruleId: '', start, end, isDismissed: true }
}

/** A match as long as patterns look is followed to the end of its run. */
export function runEnd(text: string, start: number, end: number): number {
  if (end - start < SECRET_LENGTH_MAX) return end
  let at = end
  while (at < text.length && isRunCharacter(text.charCodeAt(at))) at++
  return at
}

/** Whether a long token may go on with this character. */
export function isRunCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 43 && code <= 57 && code !== 44) ||
    code === 61 ||
    code === 95
  )
}

/** What adjoins the dots that stand for a secret is the rest of it, which had been passed on. */
export const maskedProbe: Probe = (text, position) => {
  const before = /[\w-]{0,512}$/.exec(text.slice(Math.max(0, position - 512), position))![0]
  MASKED_RUN.lastIndex = position
  const run = MASKED_RUN.exec(text)![0]
  const end = position + run.length
  if (before.length + run.replaceAll('•', '').length < MASKED_REST_MIN) {
    return { ruleId: '', start: position, end, isDismissed: true }
  }
  return { ruleId: KNOWN_VALUE_ID, start: position - before.length, end }
}

/** What is redacted already stays as it is. */
export const markProbe: Probe = (text, position) => {
  MARK.lastIndex = position
  if (!MARK.test(text)) return undefined
  return { ruleId: '', start: position, end: MARK.lastIndex, isDismissed: true }
}

export function knownProbe(known: string, isBase64: boolean): Probe {
  return (text, position) => {
    let end = position + known.length
    if (isBase64)
      while (end < text.length && end - position < known.length + 4 && /[\w+/=-]/.test(text[end]!))
        end++
    return { ruleId: KNOWN_VALUE_ID, start: position, end }
  }
}

export function begunProbe(value: string): Probe {
  return (text, position) => {
    let length = 0
    while (length < value.length && text[position + length] === value[length]) length++
    return { ruleId: KNOWN_VALUE_ID, start: position, end: position + length }
  }
}

export const keyBlockProbe: Probe = (text, position, line) => {
  const block = keyBlockAt(text, position)
  if (!block) return undefined
  const found = { ruleId: KEY_BLOCK_ID, start: position, end: block.end }
  if (!block.isOpen) return found
  const next = text.indexOf('\n', block.end)
  if (next < 0) return undefined
  // A string of JSON that is closed ends on its line; one of code may be added to.
  const rest = text.slice(block.end, next)
  if (line.isJson && rest.includes('"') && !/"[ \t]{0,8}[+.&\\]\s*$/.test(rest)) return undefined
  const [below = ''] = text.slice(next + 1, next + 1026).split('\n')
  return OpenKeyBlock.beginsWith(below.replace(/\r$/, ''))
    ? { ...found, opensBlock: true }
    : undefined
}
