/** Values the caller knows to be secret, and the other spellings they may turn up in. */

import { joinPattern } from '../../join-pattern.ts'
import { SECRET_LENGTH_MAX } from '../tokens/secret-rule.ts'
import { isMonotonous, isPlaceholder } from './placeholder.ts'

export const KNOWN_VALUE_ID = 'known-value'

const LENGTH_MIN = 8
const BASE64_LENGTH_MIN = 10

/** Words that settings have for values, and what is in many texts for other reasons. */
const COMMON = joinPattern(
  'i',
  '^(?:production|development|localhost|staging|undefined|disabled',
  String.raw`|enabled|password|username|postgres|postgresql|xterm.*|[a-z]{2}_[A-Z]{2}\.utf-?8`,
  String.raw`|\d+|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|[a-z]+|[\w.-]+@[\w-]+\.[\w.]+`,
  String.raw`|(?:~|\.{1,2})?/.*|[A-Za-z]:\\.*|[a-z][a-z+]*://[^@]*|(?:[\w.-]+/){2,}[\w.-]+`,
  String.raw`|v?\d+(?:\.\d+)+.*)$`,
)

/** One spelling of a known value. */
export interface KnownSpelling {
  text: string
  /** Its neighbours hold bits of the value as well. */
  isBase64: boolean
}

/** Returns every spelling of the values that are worth looking for. `encode` gives the characters of the text. */
export function knownSpellings(
  values: Iterable<string>,
  encode: (text: string) => string,
): KnownSpelling[] {
  const spellings = new Map<string, KnownSpelling>()
  const add = (text: string, isBase64 = false) => {
    const encoded = encode(text.replace(/\\+$/, ''))
    if (encoded.length >= LENGTH_MIN && encoded.length <= SECRET_LENGTH_MAX) {
      spellings.set(encoded, { text: encoded, isBase64 })
    }
  }
  for (const value of values) {
    for (const part of partsOf(value)) {
      if (!isWorthLookingFor(part)) continue
      add(part)
      for (const spelling of escapedSpellings(part)) add(spelling)
      for (const spelling of base64Spellings(part)) add(spelling, true)
    }
  }
  return [...spellings.values()]
}

/** Half a surrogate pair has no URL encoding. */
function wellFormed(value: string): string {
  return Buffer.from(value).toString()
}

/** A value of several lines, such as a key, is looked for line by line; of an address, the password alone too. */
function partsOf(value: string): string[] {
  const trimmed = value.trim()
  if (trimmed.includes('\n')) return trimmed.split(/\r?\n/).filter((line) => line.length >= 16)
  const password = /^[a-z][a-z0-9+]{1,20}:\/\/[^/@]*?:([^/]+)@/.exec(trimmed)?.[1]
  return password === undefined ? [trimmed] : [trimmed, password]
}

function isWorthLookingFor(value: string): boolean {
  if (value.length < LENGTH_MIN) return false
  return (
    !COMMON.test(value) && !isPlaceholder(value) && !isMonotonous(value) && !/^-----/.test(value)
  )
}

const HTML: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function escapedSpellings(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const url = encodeURIComponent(wellFormed(value))
  const lower = url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
  const ascii = json.replace(/[\u0080-\uffff]/g, unicodeEscape)
  const html = value.replace(/[&<>"']/g, (character) => HTML[character]!)
  const numbered = html.replace('&quot;', '&#34;').replace('&#39;', '&apos;')
  const hex = Buffer.from(value).toString('hex')
  const quoted = JSON.stringify(json).slice(1, -1)
  return [
    json,
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    html,
    numbered,
    hex,
    hex.toUpperCase(),
    encodeURIComponent(url),
    url.replaceAll('%2F', '/'),
    value.replace(/[^\w.~ -]/g, unicodeEscape),
    json.replaceAll('/', '\\/'),
    ascii,
    url,
    lower,
    url.replaceAll('%20', '+'),
  ]
}

/** What is the same in the base64 of every text that holds the value, for each of the three places it may begin at. */
function base64Spellings(value: string): string[] {
  const bytes = Buffer.from(value)
  if (bytes.length < BASE64_LENGTH_MIN) return []
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const first = Math.ceil((8 * shift) / 6)
    const last = Math.floor((8 * (shift + bytes.length)) / 6)
    const core = encoded.slice(first, last)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
