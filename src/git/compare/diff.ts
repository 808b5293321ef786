/**
 * Compares two trees with git's own diff: renames and copies by content, one rename for each source and each
 * destination, and never between empty files.
 */
import { type Change, type ChangeType, changedPath, type Side } from '../../model/change.ts'
import { EMPTY_TREE, type Oid, parseOid } from '../../model/oid.ts'
import { type RawPath, rawFromBuffer } from '../../model/raw-path.ts'
import { fromGitPath, gitPathspecs } from '../objects/names.ts'
import { objectSizes } from '../objects/object-sizes.ts'
import { git } from '../process/run.ts'
import { streamGit } from '../process/stream.ts'
import {
  largeAlone,
  ORIGIN_ARGUMENTS,
  type Origins,
  originsOf,
  type Weighed,
  weigh,
  withOrigins,
} from './origins.ts'

/** What is compared: two trees or commits, or the index's files with the work tree. */
export interface DiffQuery {
  /** Absent: nothing, so that everything counts as added. */
  before?: Oid | undefined
  /** Absent: the files under `workTree` as they are now, of those that the index lists. */
  after?: Oid | undefined
  workTree?: string
  /** With `workTree`: an index other than the shadow repo's own. */
  indexFile?: string | undefined
  /** Only these files and folders. */
  paths?: readonly RawPath[] | undefined
  /** None of these. */
  without?: readonly RawPath[]
}

/** Lines added and removed; absent for binary content. */
export interface LineCounts {
  added: number
  removed: number
}

export interface GitChange extends Weighed {
  lines?: LineCounts
}

// Nothing of the root's or the user's making runs; the shadow repo's info/attributes hide no content.
export const ALWAYS = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--ignore-submodules=all',
  '--full-index',
  '--no-rename-empty',
]

const TYPES: Record<string, ChangeType> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  T: 'modified',
  R: 'renamed',
  C: 'copied',
}

/** Returns the changes in git's order, which is also that of `diffPatches`. */
export async function diffTrees(gitDir: string, query: DiffQuery): Promise<GitChange[]> {
  const { workTree, indexFile } = query
  const where = { ...(workTree && { workTree }), ...(indexFile && { indexFile }) }
  const diff = async (origins: Origins) => {
    const format = ['--raw', ...(origins === 'none' ? [] : ['--numstat']), '-z', '--abbrev=40']
    return parseRaw(await git(gitDir, diffArguments(query, format, origins), where))
  }
  return await withOrigins(diff, { of: (oids) => objectSizes(gitDir, oids), workTree })
}

/** Returns the renames among what `query` finds, lines not counted: `changes` is what is known of it. */
export async function findRenames(
  gitDir: string,
  query: DiffQuery,
  changes: readonly Change[],
): Promise<Change[]> {
  const format = ['--raw', '-z', '--abbrev=40', '--diff-filter=R']
  const weighed = await weigh(changes, { of: (oids) => objectSizes(gitDir, oids) })
  return parseRaw(await git(gitDir, diffArguments(query, format, originsOf(weighed))))
}

/** Returns git's arguments for `query`; with `--stdin` in `format`, git reads the two sides from there. */
export function diffArguments(
  query: DiffQuery,
  format: readonly string[],
  origins: Origins = 'renames-and-copies',
): string[] {
  const how = ['-r', ...ALWAYS, ...ORIGIN_ARGUMENTS[origins]]
  const trees = format.includes('--stdin')
    ? []
    : [query.before ?? EMPTY_TREE, query.after ?? EMPTY_TREE]
  const sides =
    query.workTree === undefined
      ? ['diff-tree', ...format, ...how, ...trees]
      : ['diff', ...format, ...how, ...(query.before ? [query.before] : [])]
  return limitedTo(sides, query)
}

/** Returns git's arguments after which the paths are those of `query`, and not those it is to leave out. */
function limitedTo(args: readonly string[], { paths = [], without = [] }: DiffQuery): string[] {
  if (without.length === 0) return [...args, '--', ...gitPathspecs(paths)]
  const only = gitPathspecs(paths).map((spec) => `:(literal)${spec}`)
  const not = gitPathspecs(without).map((spec) => `:(literal,exclude)${spec}`)
  return ['--no-literal-pathspecs', ...args, '--', ...only, ...not]
}

/** Reads what `--raw -z` prints, with `--numstat` or without. */
export function parseRaw(output: Buffer): GitChange[] {
  const fields = splitAtNul(output)
  const changes: GitChange[] = []
  let at = 0
  while (at < fields.length && fields[at]![0] === 0x3a) {
    const head = fields[at]!.toString('latin1')
    const isPair = /[RC]\d*$/.test(head)
    changes.push(parseChange(head, fields[at + 1]!, isPair ? fields[at + 2]! : fields[at + 1]!))
    at += isPair ? 3 : 2
  }
  for (const change of at < fields.length ? changes : []) {
    const [added = '', removed = '', name = ''] = (fields[at] ?? Buffer.of())
      .toString('latin1')
      .split('\t')
    if (added !== '-') change.lines = { added: Number(added), removed: Number(removed) }
    at += name === '' ? 3 : 1
  }
  return changes
}

/** Returns the fields of output in which each ends with a NUL. */
export function splitAtNul(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
    fields.push(bytes.subarray(start, end))
    start = end + 1
  }
  return fields
}

/** `head` is `:<mode> <mode> <oid> <oid> <status>`; an absent side has mode 0. */
function parseChange(head: string, from: Buffer, to: Buffer): GitChange {
  const [beforeMode, afterMode, beforeOid, afterOid, status] = head.slice(1).split(' ') as [
    string,
    string,
    string,
    string,
    string,
  ]
  const before = sideOf(from, beforeMode, beforeOid)
  const after = sideOf(to, afterMode, afterOid)
  const isSameContent = before && after && before.oid === after.oid && status === 'M'
  const type = isSameContent ? 'mode' : TYPES[status.charAt(0)]!
  return { type, before, after }
}

/** git writes a name of zeros for a file of the work tree, which has not been hashed. */
function sideOf(path: Buffer, mode: string, oid: string): Side | undefined {
  if (mode === '000000') return undefined
  const side: Side = { path: fromGitPath(rawFromBuffer(path)), mode: Number.parseInt(mode, 8) }
  return /^0+$/.test(oid) ? side : { ...side, oid: parseOid(oid) }
}

/** Whether git writes two patches for it: a file that became a link, or the reverse, goes and comes. */
function isTypeChange({ before, after }: Change): boolean {
  return !!before && !!after && (before.mode & 0o170000) !== (after.mode & 0o170000)
}

export interface ChangePatch {
  change: Change
  bodies: Buffer[]
}

/**
 * Yields, for each of `changes` (what `diffTrees` gave for the same query), the body of its patch: the hunks
 * from the first `@@` on, or git's line on binary files; empty where content does not differ. A file that
 * became a link has two bodies.
 */
export async function* diffPatches(
  gitDir: string,
  query: DiffQuery,
  changes: readonly Weighed[],
): AsyncGenerator<ChangePatch> {
  const alone = await largeAlone(changes, {
    of: (oids) => objectSizes(gitDir, oids),
    workTree: query.workTree,
  })
  const without = [...alone].map(changedPath)
  const args = diffArguments({ ...query, without }, ['--patch'], originsOf(changes))
  yield* pairPatches(streamGit(gitDir, args, query), changes, alone)
}

/** What git says of content that it does not compare. */
const NOT_COMPARED = Buffer.from('Binary files differ\n')

/** Gives each change its part of what `--patch` prints for all of them but those `alone`. */
export async function* pairPatches(
  output: AsyncIterable<Buffer>,
  changes: readonly Change[],
  alone: ReadonlySet<Change> = new Set(),
): AsyncGenerator<ChangePatch> {
  const sections = patchSections(output)
  for (const change of changes) {
    if (alone.has(change)) {
      yield { change, bodies: [NOT_COMPARED] }
      continue
    }
    const bodies: Buffer[] = []
    for (let n = isTypeChange(change) ? 2 : 1; n > 0; n -= 1) {
      const section = await sections.next()
      if (!section.done) bodies.push(patchBody(section.value))
    }
    yield { change, bodies }
  }
}

const HEADER = Buffer.from('diff --git ')
const NEXT_HEADER = Buffer.from('\ndiff --git ')

/** Splits a patch at its headers: no line of content starts so, since each has a sign before it. */
async function* patchSections(stdout: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = []
  let tail: Buffer = Buffer.alloc(0)
  for await (const chunk of stdout) {
    let bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
    for (let at = bytes.indexOf(NEXT_HEADER); at >= 0; at = bytes.indexOf(NEXT_HEADER)) {
      yield Buffer.concat([...chunks, bytes.subarray(0, at + 1)])
      chunks = []
      bytes = bytes.subarray(at + 1)
    }
    const kept = Math.min(bytes.length, NEXT_HEADER.length)
    chunks.push(bytes.subarray(0, bytes.length - kept))
    tail = bytes.subarray(bytes.length - kept)
  }
  const last = Buffer.concat([...chunks, tail])
  if (last.subarray(0, HEADER.length).equals(HEADER)) yield last
}

/** Returns what stands below the headers of a patch. */
export function patchBody(section: Buffer): Buffer {
  for (let at = 0; at < section.length; ) {
    const end = section.indexOf(0x0a, at)
    const line = section.toString('latin1', at, end < 0 ? section.length : end)
    if (line.startsWith('@@ ') || line.startsWith('Binary files ')) return section.subarray(at)
    if (end < 0) break
    at = end + 1
  }
  return Buffer.alloc(0)
}
