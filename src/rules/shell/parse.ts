/**
 * The only file that knows the shell parser. It refuses what would take the parser long, and tells what did
 * not parse; word parts, substitutions and arithmetic are getters of the tree, made when first asked for.
 */
import { type ParsedScript, parse } from 'unbash'

export type {
  Assignment as AssignmentNode,
  Command as CommandNode,
  DoubleQuotedChild as QuotedPartNode,
  ParameterExpansionPart as ParameterNode,
  Redirection as RedirectionNode,
  Script as ScriptNode,
  SyntaxNode,
  Word as WordNode,
  WordPart as PartNode,
} from 'unbash'
export { forEachChild } from 'unbash'

/** What goes beyond this is not parsed. */
const TEXT_CHARACTERS_MAX = 64 * 1024
const OPENED_MAX = 200
const HEREDOCS_MAX = 200

interface ParsedShell {
  /** What could be made out; absent when the text was refused. */
  script?: ParsedScript
  /** What is wrong, in words; empty when all of it parsed. */
  problems: string[]
}

/** Parses shell text as bash would. */
export function parseShell(text: string): ParsedShell {
  const isCut = text.length > TEXT_CHARACTERS_MAX
  const known = isCut ? text.slice(0, TEXT_CHARACTERS_MAX) : text
  const refusal = refusalOf(known)
  if (refusal !== undefined) return { problems: [refusal] }
  try {
    const script = parse(known.replaceAll('\r\n', '\n'))
    const cut = isCut ? [`it is longer than ${TEXT_CHARACTERS_MAX / 1024} KiB`] : []
    return { script, problems: [...cut, ...errorsOf(script)] }
  } catch (error) {
    return { problems: [`the parser gave up: ${(error as Error).message}`] }
  }
}

/** Returns the errors of a script itself; those of scripts nested in it sit on them. */
export function errorsOf(script: ParsedScript): string[] {
  return (script.errors ?? []).map(({ message }) => message)
}

/** Looks once over the text, without a notion of quotes: a bomb must not hide in one. */
function refusalOf(text: string): string | undefined {
  let depth = 0
  let heredocs = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    if (character === '(' || character === '{' || character === '[') depth += 1
    else if (character === ')' || character === '}' || character === ']') {
      if (depth > 0) depth -= 1
    } else if (character === '<' && text[at + 1] === '<') heredocs += 1
    if (depth > OPENED_MAX) return `more than ${OPENED_MAX} brackets are open at once`
    if (heredocs > HEREDOCS_MAX) return `it has more than ${HEREDOCS_MAX} here documents`
  }
  return undefined
}
