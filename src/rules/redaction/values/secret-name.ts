/** Names that call their value a secret: a telling word at the end of an identifier. */

import { joinPattern } from '../../join-pattern.ts'
import { followsEscape } from '../tokens/token-start.ts'
import { looksRandom } from './looks-random.ts'

export interface SecretWord {
  /** Of the whole name, and of its end. */
  start: number
  end: number
  /** The whole name, such as `AWS_SECRET_ACCESS_KEY`. */
  name: string
  /** The telling word in lower case, such as `key`. */
  word: string
  isPassword: boolean
}

/** What a name's telling word may begin with; keywords of the index. */
export const SECRET_WORDS = [
  'passw',
  'passphrase',
  'passcode',
  'pass',
  'pwd',
  'secret',
  'token',
  'key',
  'credential',
  'pw=',
  'pw:',
  'pw ',
  'pw"',
  "pw'",
]

const WORD = joinPattern(
  'iy',
  '(password|passwd|passwort|passphrase|passcode|pass|pwd|pw|secret|token',
  '|key|credentials?)(?:[_-]?(?:base64|b64|value|prod(?:uction)?',
  String.raw`|dev|staging|test|live|old|new|primary|secondary|\d{1,3})){0,2}`,
  '(?![A-Za-z0-9_]|-[A-Za-z0-9])',
)

/** Says nothing of a secret in front of the word: what is done with it, or another meaning of the word. */
const OTHER_MEANING = joinPattern(
  '',
  '(?:^|[^a-z])(?:next|nextpage|page|continuation|cancellation',
  '|cancel|eos|bos|pad|unk|sep|cls|stop|special|syntax|lex|num',
  '|max|min|total|forgot|reset|show|hide|has|is|use|uses|require',
  '|requires|invalid|missing|validate|check|verify|set|toggle',
  '|generate|remove|delete|clear|with|without|need|needs|enable',
  '|disable|allow|remember|ask|prompt|parse|create|update|wrong',
  '|incorrect|no|public|primary|foreign|cache|sort|partition',
  '|index|hot|by|pass|first|second|per|of|old|single|multi',
  '|add|change|jsonweb)[^a-z]*$',
)

const KEY_OWNERS = joinPattern(
  '',
  '(?:api|access|secret|private|signing|sign|encryption|encrypt',
  '|auth|account|master|app|application|service|consumer|shared',
  '|deploy|admin|license|licence|webhook|hmac|jwt|session|ssh',
  '|rsa|storage|root|server|subscription|ingestion|ingest|crypt',
  '|cipher|aes|authorization|functions?|stripe|openai|anthropic',
  '|rapidapi|sendgrid|mailgun|datadog|algolia|azure|aws|gcp',
  '|github|gitlab|cloudflare|heroku|wandb|cohere|mistral)$',
)

const PASS_OWNERS = joinPattern(
  '',
  '(?:db|database|smtp|mysql|pg|postgres|user|ftp|admin|root',
  '|mail|email|redis|http|ssh|my|sudo|login|wifi|keystore|proxy',
  '|ldap|rabbitmq|mongo|bind|rcon|vnc|key|store)$',
)

/** Keys that find something rather than open it. */
const LOOKUP_OWNERS = joinPattern(
  '',
  '(?:^|[^a-z])(?:hash|digest|checksum|commit|content|object|file',
  '|blob|chunk|block|tree|git|etag|map|group|route|row|record|item',
  '|entity|dedup|dedupe|idempotency|message|event|trace|span|request',
  '|lookup|query|build|image|layer|artifact|asset|store|dep|deps|lock',
  '|s3|bucket|node|tx|translation|i18n|react|host|site|publishable|pub',
  '|gpg|pgp|fingerprint|id|data|field|column|state|context|memo)$',
)

/** Returns the name whose telling word stands at `position`. */
export function wordAt(text: string, position: number, resume: number): SecretWord | undefined {
  WORD.lastIndex = position
  const found = WORD.exec(text)
  if (!found) return undefined
  let start = position
  const first = Math.max(0, position - 48, resume)
  while (start > first && isNameCharacter(text.charCodeAt(start - 1))) start--
  if (followsEscape(text, start + 1) && !followsEscape(text, start)) start++
  const word = found[1]!.toLowerCase()
  if (word === 'key' && start === position) start -= spokenOwner(text, position)
  const name = text.slice(start, WORD.lastIndex)
  const before = text.slice(start, position)
  if (!startsWord(text, position, before, word)) return undefined
  const isPassword = /^p(?:ass|w)/.test(word)
  return { start, end: WORD.lastIndex, name, word, isPassword }
}

/** Returns the word that a name as a whole ends with, when it is a telling one. */
export function secretNameOf(name: string): SecretWord | undefined {
  for (let at = 0; at < name.length; at++) {
    const word = wordAt(name, at, -1)
    if (word?.end === name.length) return word
  }
  return undefined
}

/** Whether the name, with this value, speaks of a secret rather than of something else of that name. */
export function nameCalls({ name, word }: SecretWord, value: string, isQuery: boolean): boolean {
  if (/^(?:old)?pwd$/i.test(name) && /[\\/]/.test(value)) return false
  const at = name.toLowerCase().lastIndexOf(word)
  const before = name
    .slice(0, at)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
  if (OTHER_MEANING.test(before)) return false
  if (word !== 'key') return true
  const owner = before.replace(/[^a-z]+$/, '')
  if (KEY_OWNERS.test(owner)) return true
  if (owner !== '' && !LOOKUP_OWNERS.test(owner) && looksRandom(value)) return true
  const isShouted = /^[A-Z][A-Z0-9_]*$/.test(name)
  return (isShouted || isQuery) && value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value)
}

/** Returns the length of what makes `key` one of the telling kind: `API key`. */
function spokenOwner(text: string, position: number): number {
  const before = text.slice(Math.max(0, position - 12), position)
  return /\b(?:api|access|secret|private|license)[ \t]$/i.exec(before)?.[0].length ?? 0
}

function startsWord(text: string, position: number, before: string, word: string): boolean {
  const previous = before.at(-1)
  if (previous === undefined || !/[A-Za-z0-9]/.test(previous)) return true
  if (followsEscape(text, position)) return true
  const isCamel = word !== 'pw' && /[A-Z]/.test(text[position]!)
  if (isCamel && /[a-z0-9]/.test(previous)) return true
  const owner = before.toLowerCase()
  if (word === 'key') return KEY_OWNERS.test(owner)
  if (/^p(?:ass|wd?)$/.test(word)) return PASS_OWNERS.test(owner)
  return true
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  )
}
