/** Judges whether the value of a telling name is a secret, or code, a path, a number, a sentence. */

import { joinPattern } from '../../join-pattern.ts'
import { looksRandom } from './looks-random.ts'
import { isMonotonous, isPlaceholder } from './placeholder.ts'
import type { SecretWord } from './secret-name.ts'

/** How name and value stand together. */
export interface ValueSite {
  word: SecretWord
  separator:
    | 'equals'
    | 'spaced-equals'
    | 'colon'
    | 'comma'
    | 'comparison'
    | 'option'
    | 'spoken'
    | 'space'
  isQuoted: boolean
  /** Whether name and value have the line to themselves. */
  isAlone: boolean
  /** Whether they are a part of a query or of a connection string. */
  isQuery: boolean
  /** Whether they are an element of XML. */
  isMarkup: boolean
}

const PASSWORD_LENGTH_MIN = 4
const OTHER_LENGTH_MIN = 6

/** Numbers with and without units, versions, dates, hash names and inline data. */
const HARMLESS = joinPattern(
  'i',
  String.raw`^(?:[\d.,:/-]{1,8}(?:ms|s|m|h|d|k|kb|mb|gb|%|px)?|[~^<>=v]{0,2}\d+\.\d+[\w.+-]*`,
  String.raw`|#[\da-f]{3,8}|\d{4}-\d\d-\d\d.*|sha(?:1|256|384|512)[-:].*|data:.*|https?://.*`,
  String.raw`|(?:~|\.{1,2})?/[\w.@-]{1,40}(?:/[\w.@-]{1,40})+|(?:~|\.{1,2})/[\w.@-]{1,40}`,
  String.raw`|[\w-]{1,40}\.(?:pem|key|json|txt|ya?ml|env|crt|p12|pfx|ts`,
  '|js|py|go|md))$',
)
/** A call, a subscript, a reference, an alias. */
const CODE = /^(?:[A-Za-z_$][\w$.?!:]{0,80}[([{]|[$&*@{[(<|]|!!?[a-z]+$|%\w+%|=>|function\b|new\b)/
const MEMBER = /^[A-Za-z_$][\w$]*(?:(?:\.|\?\.|::|->)[A-Za-z_$][\w$]*)+[;,):\]]*$/
const IDENTIFIER = /^[A-Za-z_][A-Za-z_-]*$/
/** Code between two strings rather than a string: `"password: " + name + ", "`. */
const GLUE = /^[ \t]*([+.&])[ \t]*[\w$()[\].'-]{1,80}[ \t]*\1[ \t]*$|^,[\w$]{1,40}:$/
/** A regular expression. */
const PATTERN = /\(\?[:=!<P]|\[\^/
const TALK = joinPattern(
  'i',
  String.raw`\b(?:password|passwords|must|required|enter|invalid|your`,
  '|please|the|is|are|not|should|cannot|forgot|reset|confirm',
  String.raw`|login|incorrect|wrong|missing|field|characters|to|for|of)\b`,
)

/** Whether `value` is a secret where it stands. */
export function isLikelySecret(value: string, site: ValueSite): boolean {
  const { word, isQuoted } = site
  const lengthMin = word.isPassword ? PASSWORD_LENGTH_MIN : OTHER_LENGTH_MIN
  if (value.length < lengthMin || !/[A-Za-z0-9]/.test(value)) return false
  if (isPlaceholder(value) || isMonotonous(value)) return false
  if (!isQuoted && isPlaceholder(value.replace(/[\])};:,.]+$/, ''))) return false
  const isPin = word.isPassword && word.word !== 'pass' && /^\d{6,}$/.test(value)
  if (HARMLESS.test(value) && !isPin) return false
  if (site.separator === 'comma' && !(value.length >= 8 && /\d/.test(value))) return false
  if (site.separator === 'comparison' && !/\d/.test(value)) return false
  if (site.separator === 'spoken' && !isSpokenSecret(value, site)) return false
  if (site.separator === 'space' && !looksRandom(value)) return false
  return isQuoted ? isQuotedSecret(value, site) : isBareSecret(value, site)
}

/** `The password is …` names a value, unless it goes on to say what is wrong with it. */
function isSpokenSecret(value: string, { word, isQuoted }: ValueSite): boolean {
  if (looksRandom(value)) return true
  return word.isPassword && !TALK.test(value) && (isQuoted || /[a-z].*\d|\d.*[a-z]/i.test(value))
}

function isQuotedSecret(value: string, { word }: ValueSite): boolean {
  if (GLUE.test(value) || PATTERN.test(value)) return false
  if (/[ \t]/.test(value)) {
    return (
      word.isPassword &&
      value.length <= 128 &&
      !TALK.test(value) &&
      !/^[A-Z]?[a-z]+ [a-z]+$/.test(value)
    )
  }
  if (!IDENTIFIER.test(value)) return !/^\$?\{|^\$\w+$/.test(value)
  if (namesItself(value, word)) return false
  return word.isPassword || value.length >= 8
}

function isBareSecret(value: string, site: ValueSite): boolean {
  const { word, separator, isAlone, isQuery, isMarkup } = site
  const isShouted = /^[A-Z][A-Z0-9_]*$/.test(word.name)
  const isEnv = separator === 'equals' && (isShouted || isAlone)
  if (CODE.test(value) && !(isEnv && !/^[$&*{(<]|\(.*\)/.test(value))) return false
  if (MEMBER.test(value) && !isEnv && !/\w{16}/.test(value.replace(/[A-Za-z_]{16,}/g, '')))
    return false
  if (!/\d/.test(value) && /^[A-Za-z_$][\w$-]*[;,)]*$/.test(value)) {
    if (namesItself(value, word)) return false
    if (separator !== 'equals' && isCodeName(value, word)) return false
    const isGiven = isEnv || separator === 'option' || isQuery || isMarkup
    return (isGiven || isAlone) && (word.isPassword || value.length >= 8)
  }
  return !namesItself(value.replace(/\d+$/, ''), word) || (isEnv && /\d{2}/.test(value))
}

/** Whether an identifier is a statement's or a type's: `token = Whitespace`, `privateKey: KeyObject;`. */
function isCodeName(value: string, { isPassword }: SecretWord): boolean {
  return !isPassword && /^[A-Z](?:[a-z]|[A-Z_]+$)/.test(value)
}

/** Whether an identifier is but another name: `password = newPassword`, `secret: my-app-secret`. */
function namesItself(value: string, { word, isPassword }: SecretWord): boolean {
  const text = value.toLowerCase().replace(/[;,)]+$/, '')
  if (!/^[a-z_$][a-z_$-]*$/.test(text)) return false
  const words = isPassword ? ['password', 'passwd', 'pass', 'pwd'] : [word]
  return words.some(
    (one) => text.endsWith(one) && (text.length - one.length <= 16 || /[_-]/.test(text)),
  )
}
