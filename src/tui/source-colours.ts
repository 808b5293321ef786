/** Colours a line of source by its tokens, and by what a diff says of it. */
import { type Token, tokenizerFor } from '../review/patch/syntax.ts'
import { type ScreenStyle, type Span, span } from './line.ts'

const STYLES: Record<'context' | 'added' | 'removed', Record<Token, ScreenStyle | undefined>> = {
  context: { keyword: 'keyword', string: 'string', comment: 'comment', text: undefined },
  added: { keyword: 'added-keyword', string: 'added', comment: 'added-comment', text: 'added' },
  removed: {
    keyword: 'removed-keyword',
    string: 'removed',
    comment: 'removed-comment',
    text: 'removed',
  },
}

/** Returns what colours lines of the file called so. */
export function highlighterFor(path: string): (text: string, kind: keyof typeof STYLES) => Span[] {
  const tokenize = tokenizerFor(path)
  return (text, kind) => tokenize(text).map(([token, part]) => span(part, STYLES[kind][token]))
}
