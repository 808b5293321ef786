/** Which of the words behind a command are files. */
import type { AccessKind } from '../model/rule-settings.ts'
import { wordSet } from './word-set.ts'

/** A path that a command names, and what it does with it. */
export interface Operand {
  kind: AccessKind
  path: string
}

export function ofKind(kind: AccessKind, paths: readonly string[]): Operand[] {
  return paths.map((path) => ({ kind, path }))
}

/** Options of any command whose value is text. */
const TEXT_OPTIONS =
  wordSet(`-m --message --title --body --description --notes --subject --comment --text
  --prompt --author --grep -H --header --secret-id --secret-name`)

/** Returns the arguments that are no options, without texts; `--` ends the options. */
export function plainOperands(args: readonly string[]): string[] {
  const dashes = args.indexOf('--')
  const before = dashes < 0 ? args : args.slice(0, dashes)
  const after = dashes < 0 ? [] : args.slice(dashes + 1)
  const operands = before.filter(
    (arg, index) => !/^-./.test(arg) && !TEXT_OPTIONS.has(before[index - 1] ?? ''),
  )
  return [...operands, ...after].map(withoutAt)
}

/** `@FILE` is read; `@scope/name` is a package. */
function withoutAt(word: string): string {
  return /^@[\w-]+\/[\w-]+(?:@[\w.^~-]+)?(?:\/[\w-]+)*$/.test(word)
    ? word
    : word.replace(/^@(?=[~./\w])/, '')
}

/** Returns the values of `--option=FILE`. */
export function optionFiles(args: readonly string[]): string[] {
  return args.flatMap((arg) => {
    const found = /^--?([\w-]+)=(.+)$/s.exec(arg)
    return found && !TEXT_OPTIONS.has(`--${found[1]}`) ? [withoutAt(found[2]!)] : []
  })
}

/** Whether a word is spelled like a file; of a command we do not know, only that counts. */
export function looksLikeFile(text: string): boolean {
  if (/\s/.test(text) || /^[\w.-]+:\/\//.test(text) || text.startsWith('@')) return false
  if (/^(?:process|import\.meta|Deno|Bun)\.env\b/.test(text)) return false
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)$/.test(text)) return true
  return (
    /^[~/.]/.test(text) ||
    /^[\w.-]+\/./.test(text) ||
    /^[\w-]+(?:\.[\w-]+)*\.[A-Za-z][\w]{0,9}$/.test(text)
  )
}
