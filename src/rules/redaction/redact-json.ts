/** Redaction of JSON: each string as the text it stands for, JSON within strings too; all other bytes stay. */
import { redactText } from './redact-text.ts'
import type { SecretFinder } from './secret-finder.ts'

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g
const DEPTH_MAX = 8

/** Returns `json` with the secrets in its strings replaced, or undefined when it is not JSON. */
export function redactJson(
  finder: SecretFinder,
  json: string,
  counts: Map<string, number>,
  depth = 0,
): string | undefined {
  if (!isJson(json)) return undefined
  let key: string | undefined
  return json.replace(STRING, (token: string, offset: number) => {
    const isKey = /[ \t\r\n]*:/y
    isKey.lastIndex = offset + token.length
    if (isKey.test(json)) {
      key = token
      return redactString(finder, token, undefined, counts, depth)
    }
    return redactString(finder, token, key, counts, depth)
  })
}

function redactString(
  finder: SecretFinder,
  token: string,
  key: string | undefined,
  counts: Map<string, number>,
  depth: number,
): string {
  const text = JSON.parse(token) as string
  const inner =
    depth < DEPTH_MAX && /^\s*[[{]/.test(text)
      ? redactJson(finder, text, counts, depth + 1)
      : undefined
  const redacted = inner ?? counted(finder, text, counts)
  if (redacted !== text) return JSON.stringify(redacted)
  if (key === undefined) return token
  const pair = counted(finder, `{${key}:${token}}`, counts)
  const value = pair.slice(key.length + 2, -1)
  return pair.startsWith(`{${key}:`) && isJson(value) ? value : token
}

function counted(finder: SecretFinder, text: string, counts: Map<string, number>): string {
  if (finder.firstKeyword(text, 0, text.length) === text.length) return text
  const redacted = redactText(finder, text)
  for (const [rule, count] of redacted.counts) counts.set(rule, (counts.get(rule) ?? 0) + count)
  return redacted.text
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Not JSON; the caller has another way.
    return false
  }
}
