/** The text of a change: git's patch with headers of our own, whose names are the recorded ones. */
import { isUtf8 } from 'node:buffer'
import type { RawPath } from '../../model/raw-path.ts'
import type { RecordedChange } from './snapshot-diff.ts'

/** Whether git calls the content binary. */
export function isBinaryBody(body: Buffer): boolean {
  return body.subarray(0, 13).toString('latin1') === 'Binary files '
}

/** Returns the patch of one change as text; null when there is none, or when its content is not UTF-8. */
export function diffText(change: RecordedChange, bodies: readonly Buffer[]): string | null {
  if (!isTextual(change)) return null
  const hunks = bodies.filter((body) => body.length > 0)
  if (hunks.length === 0 || hunks.some((body) => isBinaryBody(body) || !isUtf8(body))) return null
  const [before, after] = [change.before?.path, change.after?.path]
  const isTwofold = bodies.length === 2
  return bodies
    .map((body, n) => {
      if (body.length === 0) return ''
      const from = isTwofold && n === 1 ? undefined : before
      const to = isTwofold && n === 0 ? undefined : after
      return `--- ${side('a', from)}\n+++ ${side('b', to)}\n${body.toString('utf8')}`
    })
    .join('')
}

/** Whether both sides, as far as there are two, are of a kind that git holds. */
export function isTextual({ before, after }: RecordedChange): boolean {
  return [before, after].every((one) => !one || one.kind === 'file' || one.kind === 'link')
}

function side(letter: string, path: RawPath | undefined): string {
  return path === undefined ? '/dev/null' : quoteGitName(letter, path)
}

/** Writes a name as git does in patches: in quotes, with octal escapes, when it has bytes out of the ordinary. */
function quoteGitName(letter: string, path: RawPath): string {
  if (/^[\x20-\x7e]*$/.test(path) && !/["\\]/.test(path)) {
    // A tab ends a name that has a space in it, as git writes it.
    return `${letter}/${path}${path.includes(' ') ? '\t' : ''}`
  }
  const named: Record<string, string> = {
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '"': '\\"',
    '\\': '\\\\',
  }
  const escaped = path.replaceAll(/[^\x20-\x7e]|["\\]/g, (character) => {
    return named[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `"${letter}/${escaped}"`
}
