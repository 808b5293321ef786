/** Reads one line of source: keywords, strings, comments. It knows only that line, as a diff does. */
import { type Language, languageOf } from './languages.ts'

export type Token = 'keyword' | 'string' | 'comment' | 'text'

const WORD = /[A-Za-z_$][\w$]*/y
const REST = /[^A-Za-z_$"'`/#-]+|./sy

/** Returns what cuts lines of the file called so into tokens; in a language it does not know, all is text. */
export function tokenizerFor(path: string): (line: string) => [Token, string][] {
  const language = languageOf(path)
  return (line) => (language ? tokens(line, language) : [['text', line]])
}

/** Reads the line once, from left to right. */
function tokens(text: string, language: Language): [Token, string][] {
  const found: [Token, string][] = []
  const add = (token: Token, part: string) => {
    const last = found.at(-1)
    if (last?.[0] === token) last[1] += part
    else found.push([token, part])
  }
  for (let at = 0; at < text.length; ) {
    const end = endOfToken(text, at, language)
    add(end[0], text.slice(at, end[1]))
    at = end[1]
  }
  return found
}

function endOfToken(text: string, at: number, language: Language): [Token, number] {
  if (language.comment.some((mark) => text.startsWith(mark, at))) return ['comment', text.length]
  if (text.startsWith('/*', at) && language.hasBlocks) {
    const close = text.indexOf('*/', at + 2)
    return ['comment', close < 0 ? text.length : close + 2]
  }
  if (language.quotes.includes(text[at]!)) return ['string', endOfString(text, at)]
  WORD.lastIndex = at
  const word = WORD.exec(text)?.[0]
  if (word !== undefined)
    return [language.keywords.has(word) ? 'keyword' : 'text', at + word.length]
  REST.lastIndex = at
  return ['text', at + REST.exec(text)![0].length]
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === text[start]) return at + 1
  }
  return text.length
}
