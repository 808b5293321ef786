/** What stands where a secret would, without being one: `changeme`, `<token>`, `${TOKEN}`, `xxxx`. */
import { joinPattern } from '../../join-pattern.ts'

const WORDS = new Set(
  `password passwd pass pwd passphrase secret token key apikey credential credentials user username login auth
  value string str number int integer bool boolean text bytes object array any unknown never void null nil none
  undefined true false yes no on off required optional default empty blank missing invalid valid hidden masked
  test testing tests foo bar baz qux dummy fake sample placeholder redacted removed filtered omitted private public
  todo tbd tba n/a na changeme changeit change_me change-me replaceme replace_me fixme here admin-password
  secretstr securestring varchar char optional[str] str|none input output prompt stdin env file vault read write
  passed failed ok error basic bearer digest negotiate ntlm hunter2-example expired unset auto random generated`.split(
    /\s+/,
  ),
)

const SHAPES = joinPattern(
  'i',
  String.raw`^(?:[*.•x_#?-]{3,}.{0,2}|x{3,}.*|.{0,6}(?:\*{3,}|x{6,}|\.{3,}`,
  String.raw`|…|X{6,}).{0,6}|<.*|\$\{?[A-Za-z_{(].*|\$\(.*|%[A-Za-z_]\w*%`,
  String.raw`|%\(?[a-z].*|\{\{?.*|\[.*\]|#\{.*|@\{.*|your[-_ ].*|my[-_]`,
  '(?:password|secret|token|key|api).*|(?:enter|insert|replace',
  '|put|change|add|set|paste|use|provide|create)[-_ ].*|.*(?:example',
  '|placeholder|changeme|change[-_]me|redacted|your[-_]?(?:api',
  '|password|token|secret|key)|dummy|not[-_]a[-_]real|goes[-_]?here).*)$',
)

/** Whether `value` only stands in for a secret. */
export function isPlaceholder(value: string): boolean {
  if (WORDS.has(value.toLowerCase())) return true
  if (value.length <= 128 && SHAPES.test(value)) return true
  return value.includes('[redacted:')
}

/** Whether `body`, the part of a token that is random, is of so few characters that somebody typed it. */
export function isMonotonous(body: string): boolean {
  const seen = new Set<string>()
  const length = Math.min(body.length, 96)
  for (let at = 0; at < length; at++) {
    seen.add(body[at]!)
    if (seen.size >= 6) return false
  }
  return body.length >= 12 || seen.size <= 1
}
