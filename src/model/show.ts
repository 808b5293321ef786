/** The one way untrusted text reaches a terminal: nothing in it can move the cursor or forge a line. */
import { isUtf8, type RawPath, rawToBuffer, rawToText } from './raw-path.ts'
import { UNSAFE_CHARACTERS } from './unsafe-characters.ts'

const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\e' }

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!
  const named = NAMED[character]
  if (named) return named
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u{${code.toString(16).padStart(4, '0')}}`
}

/** Returns `text` on one line with every control, direction and invisible character as a visible escape. */
export function showText(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, escapeCharacter)
}

/** As `showText`, but keeps line ends and tabs: for file content and diffs. */
export function showBlock(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, (character) =>
    character === '\n' || character === '\t' ? character : escapeCharacter(character),
  )
}

/** As `showBlock`, for bytes; those that are not UTF-8 appear as `\xNN`. */
export function showBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? showBlock(decodeVisibly(bytes)) : showBlock(text)
}

function decodeVisibly(bytes: Buffer): string {
  let shown = ''
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at)
    shown += length === 0 ? hexEscape(bytes[at]!) : bytes.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return shown
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

/** Shows a path; bytes that are not UTF-8 appear as `\xNN`, a backslash of the name as `\\`. */
export function showPath(path: RawPath): string {
  if (/^[\x20-\x5b\x5d-\x7e]*$/.test(path)) return path
  const bytes = rawToBuffer(path)
  let shown = ''
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at)
    if (length === 0) {
      shown += hexEscape(bytes[at]!)
      at += 1
      continue
    }
    const character = bytes.toString('utf8', at, at + length)
    shown += character === '\\' ? '\\\\' : showText(character)
    at += length
  }
  return shown
}

/** Length of the UTF-8 sequence that starts at `at`, 0 when there is none. */
function utf8Length(bytes: Buffer, at: number): number {
  const first = bytes[at]!
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length === 0 || at + length > bytes.length) return 0
  const character = bytes.toString('utf8', at, at + length)
  return character.includes('\ufffd') &&
    !bytes.subarray(at, at + length).equals(Buffer.from('\ufffd'))
    ? 0
    : length
}

/** JSON leaves DEL, C1 and direction controls as they are. */
const LEFT_BY_JSON = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g
/** An escape of JSON, with a group where it is half of a character: what is whole is not escaped. */
const JSON_ESCAPE = /\\(?:(ud[89a-f])[0-9a-f]{2}|.)/g

/** Returns `value` as JSON that a terminal shows and does not obey, and that strict readers take. */
export function showJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent).replaceAll(
    LEFT_BY_JSON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  if (!json.includes('\\ud')) return json
  return json.replaceAll(JSON_ESCAPE, (all, half) => (half === undefined ? all : '\\ufffd'))
}

/** Returns a path as it can be typed: as it is, or, with bytes no terminal shows, as `showPath` shows it. */
export function typablePath(path: RawPath): string {
  const text = rawToText(path)
  return isUtf8(path) && showText(text) === text ? text : showPath(path)
}
