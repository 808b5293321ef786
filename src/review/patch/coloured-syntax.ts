/** Colours source by its grammar: four kinds of stretches, whatever the language. */
import { extname } from 'node:path'
import type { TextPart } from './source-text.ts'

type SyntaxKind = 'key' | 'string' | 'number' | 'comment'

export interface SyntaxSpan extends TextPart {
  kind: SyntaxKind
}

/** To colour more takes longer than anybody waits for it. */
const COLOURED_CHARACTERS_MAX = 256 * 1024

const KINDS: Readonly<Record<string, SyntaxKind>> = {
  ...kind('key', 'keyword attr attribute name selector-tag selector-class selector-id section'),
  ...kind('key', 'built_in type meta bullet'),
  ...kind('string', 'string regexp symbol link code subst'),
  ...kind('number', 'number literal'),
  ...kind('comment', 'comment quote doctag'),
}

function kind(as: SyntaxKind, names: string): Record<string, SyntaxKind> {
  return Object.fromEntries(names.split(' ').map((name) => [`hljs-${name}`, as]))
}

const ENDINGS: Readonly<Record<string, string>> = {
  mts: 'typescript',
  cts: 'typescript',
  env: 'ini',
  cfg: 'ini',
  service: 'ini',
  lock: 'yaml',
  svelte: 'xml',
  vue: 'xml',
  jsonl: 'json',
  ipynb: 'json',
}

/** Returns the stretches of a text in order; none in a language that is not known, or where there is too much. */
export async function syntaxSpans(path: string, text: string): Promise<SyntaxSpan[]> {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (text.length > COLOURED_CHARACTERS_MAX) return []
  const { lowlight } = await import('./grammars.ts')
  const language = languageOf(name)
  if (language === undefined || !lowlight.registered(language)) return []
  const spans: SyntaxSpan[] = []
  let at = 0
  const walk = (node: SyntaxNode, around: SyntaxKind | undefined) => {
    if (node.type === 'text') {
      const end = at + node.value!.length
      const last = spans.at(-1)
      if (around && last?.end === at && last.kind === around) last.end = end
      else if (around) spans.push({ start: at, end, kind: around })
      at = end
      return
    }
    const names = node.properties?.className
    const own = Array.isArray(names) ? names.map((one) => KINDS[String(one)]).find(Boolean) : around
    for (const child of node.children ?? []) walk(child, own ?? around)
  }
  walk(lowlight.highlight(language, text) as SyntaxNode, undefined)
  return spans
}

interface SyntaxNode {
  type: string
  value?: string
  properties?: { className?: unknown }
  children?: SyntaxNode[]
}

function languageOf(name: string): string | undefined {
  if (name === 'makefile' || name === 'gnumakefile') return 'makefile'
  if (name.startsWith('.env')) return 'ini'
  if (/^\.(?:bash|zsh|profile)/.test(name)) return 'bash'
  const ending = extname(name).slice(1)
  return ENDINGS[ending] ?? (ending === '' ? undefined : ending)
}
