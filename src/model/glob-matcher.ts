/**
 * Turns globs into regular expressions over RawPath that take time linear in the path. Groups are
 * multiplied out, so a pattern is fixed pieces with stars between; a star then takes the earliest
 * place where the next piece fits and never tries another, since what is left over the next star eats.
 */
import { type GlobToken, globError, parseGlob } from './glob.ts'
import type { RawPath } from './raw-path.ts'

type PathTest = (path: RawPath) => boolean

const ALTERNATIVES_MAX = 1000
const ATOMS_MAX = 20_000

const STAR = '*'
/** The start, or the place behind any slash. */
const NAME_START = '(?:^|\\/)'
/** Between `a` and `/` in `a/**\/b`: a slash follows, which the piece after the star may take. */
const SLASH_AHEAD = '(?=\\/)'
const SLASH = '\\/'

/** One alternative of a pattern: regular expressions of one byte or none, and STAR. */
type Sequence = string[]

/** Returns a test that is true when any of `patterns` matches the whole path. */
export function compileGlobs(patterns: readonly string[]): PathTest {
  return matchAny(patterns.flatMap(expandGlob))
}

/**
 * As `compileGlobs`, for folders: true when one of `patterns` ends in a star and therefore matches
 * everything below the folder.
 */
export function compileFolderGlobs(patterns: readonly string[]): PathTest {
  const matches = matchAny(patterns.flatMap(expandGlob).filter((atoms) => atoms.at(-1) === STAR))
  return (folder) => matches(`${folder}/` as RawPath)
}

/** @throws {FlightrecError} usage, when the pattern is wrong or stands for too much. */
export function checkGlob(pattern: string): void {
  compileGlobs([pattern])
}

function expandGlob(pattern: string): Sequence[] {
  const tokens = parseGlob(pattern)
  if (tokens.length === 1 && tokens[0]!.kind === 'leading-folders') return [[STAR]]
  return expandTokens(tokens, pattern)
}

function expandTokens(tokens: readonly GlobToken[], pattern: string): Sequence[] {
  let sequences: Sequence[] = [[]]
  for (const token of tokens) {
    sequences = appendAll(sequences, alternativesOf(token, pattern))
    if (sequences.length > ALTERNATIVES_MAX)
      throw globError(pattern, `its groups make more than ${ALTERNATIVES_MAX} alternatives`)
    const atoms = sequences.reduce((sum, sequence) => sum + sequence.length, 0)
    if (atoms > ATOMS_MAX) throw globError(pattern, 'its groups multiply out to too much')
  }
  return sequences
}

function alternativesOf(token: GlobToken, pattern: string): Sequence[] {
  switch (token.kind) {
    case 'byte':
      return [[token.source]]
    case 'star':
      return [[STAR]]
    case 'leading-folders':
      return [[NAME_START]]
    case 'all-below':
      return [[SLASH, STAR]]
    case 'inner-folders':
      return [[SLASH_AHEAD, STAR, SLASH]]
    case 'alternates': {
      // An empty branch matches nothing, not the empty text: globset drops it.
      const filled = token.branches.filter((branch) => branch.length > 0)
      return filled.length === 0 ? [[]] : filled.flatMap((branch) => expandTokens(branch, pattern))
    }
  }
}

function appendAll(heads: Sequence[], tails: Sequence[]): Sequence[] {
  return heads.flatMap((head) => tails.flatMap((tail) => append(head, tail)))
}

function append(head: Sequence, tail: Sequence): Sequence[] {
  if (head.length === 0) return [tail]
  if (tail[0] !== NAME_START) return [[...head, ...tail]]
  // `x{**/a}`: nothing, or folders, with `x` before.
  const rest = tail.slice(1)
  return [
    [...head, ...rest],
    [...head, STAR, SLASH, ...rest],
  ]
}

/** Splits a sequence at its stars; n stars make n + 1 pieces, of which the first and last may be ''. */
function piecesOf(sequence: Sequence): string[] {
  const pieces: string[][] = [[]]
  for (const atom of sequence) {
    if (atom === STAR) pieces.push([])
    else pieces.at(-1)!.push(atom)
  }
  const texts = pieces.map((piece) => piece.join(''))
  // Nothing or folders, and then anything: just anything.
  if (texts.length > 1 && texts[0] === NAME_START) texts[0] = ''
  return texts.filter((piece, at) => piece !== '' || at === 0 || at === texts.length - 1)
}

/** A regular expression in two parts, so that those with the same head can share it. */
interface Expression {
  head: string
  body: string
}

function expressionOf(sequence: Sequence, index: number): Expression {
  const pieces = piecesOf(sequence)
  const isFree = pieces[0]!.startsWith(NAME_START)
  if (pieces.length === 1) return splitHead(isFree ? pieces[0]! : `^${pieces[0]}`, '$')
  const start = isFree ? '' : pieces.shift()!
  const end = pieces.pop()!
  // With nothing fixed but one piece, searching for that is all there is to do.
  if (start === '' && pieces.length === 0) return { head: '', body: `${end}$` }
  if (start === '' && pieces.length === 1 && end === '') return splitHead(pieces[0]!, '')
  const found = pieces.map((piece, at) => earliest(piece, `c${index}_${at}`)).join('')
  return { head: '^', body: start + found + (end === '' ? '' : `[^]*${end}$`) }
}

function splitHead(source: string, end: string): Expression {
  const head = [NAME_START, '^'].find((known) => source.startsWith(known)) ?? ''
  return { head, body: source.slice(head.length) + end }
}

/** Matches up to the earliest end of `piece` and forgets all other ways: an atomic group. */
function earliest(piece: string, name: string): string {
  return `(?=(?<${name}>[^]*?${piece}))\\k<${name}>`
}

function isOnlyStars(sequence: Sequence): boolean {
  return sequence.length > 0 && sequence.every((atom) => atom === STAR)
}

function matchAny(sequences: Sequence[]): PathTest {
  if (sequences.length === 0) return () => false
  if (sequences.some(isOnlyStars)) return () => true
  const bodies = new Map<string, string[]>()
  for (const { head, body } of sequences.map(expressionOf)) {
    const sharing = bodies.get(head)
    if (sharing) sharing.push(body)
    else bodies.set(head, [body])
  }
  const sources = [...bodies].map(([head, sharing]) => `${head}(?:${sharing.join('|')})`)
  const expression = new RegExp(sources.join('|'))
  return (path) => expression.test(path)
}
