/** Text of strangers within Markdown: shown as it is, without links, HTML or headings of its own. */
import { showBlock, showText } from '../../model/show.ts'

/** Returns text for a paragraph or an element of a list. */
export function markdownText(text: string): string {
  return showText(text)
    .replaceAll(/[\\`*<>[\]|]|&(?=#?\w+;)|~~|\b_+|_+\b/g, (signs) => signs.replaceAll(/./g, '\\$&'))
    .replace(/^(\d*)([#+.)=-])(?=[ =-]|$)/, '$1\\$2')
}

/** Returns text as code within a line, in as many backticks as it needs. */
export function markdownCode(text: string): string {
  const shown = showText(text)
  const fence = '`'.repeat(longestRun(shown) + 1)
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** Returns the lines of a block of code, between fences that nothing in it can close. */
export function markdownBlock(lines: readonly string[], language: string): string[] {
  const shown = lines.map(showBlock)
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)))
  return [`${fence}${language}`, ...shown, fence]
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
