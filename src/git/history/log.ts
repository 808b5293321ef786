/** Reads commits in the order of `git log`, as a stream: nothing is held but the commit at hand. */
import { type Oid, parseOid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { leadIn, parseTrailers } from '../../model/snapshot-message.ts'
import type { Commit } from '../objects/commit-format.ts'
import { gitPathspecs } from '../objects/names.ts'
import { gitResult } from '../process/run.ts'
import { streamGit } from '../process/stream.ts'
import { findByReflog } from './reflog-search.ts'
import { MAIN } from './refs.ts'

export interface LogQuery {
  /** Where to start: a ref or an object name. */
  from: string
  /** Only commits at or after, and at or before, these seconds since the epoch. */
  sinceSeconds?: number | undefined
  untilSeconds?: number | undefined
  /** Only commits that change one of these paths, files or folders. */
  paths?: readonly RawPath[]
  /** Only commits whose author has this name. */
  authorName?: string | undefined
  /** Only commits with this line in their message, or in their note on `notes`. */
  messageLine?: string | undefined
  /** A ref of notes, which is there. */
  notes?: string | undefined
  /** Oldest first; the whole list is then made before the first commit comes. */
  reverse?: boolean
}

export interface LoggedCommit extends Commit {
  oid: Oid
}

type LogFields = [string, string, string, string, string, string, string, string, string]

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%cn', '%ce', '%ct', '%B'] as const

/** Where a log of the timeline starts, and how late the dates of its commits may be. */
interface LogEnd {
  from: string
  untilSeconds?: number | undefined
}

/**
 * Returns where a log of the snapshots up to a time may start, so that newer ones cost nothing. Commits are dated
 * as the ids of snapshots, which run ahead where the clock was set back: then their dates alone leave out none.
 */
export async function logEnd(gitDir: string, untilSeconds: number | undefined): Promise<LogEnd> {
  if (untilSeconds === undefined) return { from: MAIN }
  const lead = await clockLead(gitDir)
  if (lead > 0) return { from: MAIN, untilSeconds: untilSeconds + lead }
  const place = findByReflog(gitDir, MAIN, untilSeconds)
  if (!place) return { from: MAIN, untilSeconds }
  const args = ['rev-list', '--max-count=2', place.next, '--']
  const { stdout } = await gitResult(gitDir, args, { accept: [128] })
  const isThere = stdout.toString('latin1') === `${place.next}\n${place.at}\n`
  return { from: isThere ? place.at : MAIN, untilSeconds }
}

/** Returns where a log of commits dated up to `untilSeconds` may start. */
export async function logStart(gitDir: string, untilSeconds: number | undefined): Promise<string> {
  return (await logEnd(gitDir, untilSeconds)).from
}

async function clockLead(gitDir: string): Promise<number> {
  const args = ['log', '-1', '--format=%B', '--no-show-signature', MAIN, '--']
  const { stdout } = await gitResult(gitDir, args, { accept: [128] })
  return leadIn(parseTrailers(stdout.toString('utf8')))
}

/** Yields the commits `query` asks for, newest first. Leaving the loop early ends git. */
export async function* gitLog(gitDir: string, query: LogQuery): AsyncGenerator<LoggedCommit> {
  yield* parseLog(streamGit(gitDir, logArguments(query)))
}

/** git reads these ages as 32 bits; whoever asks for later times looks at each commit as well. */
const AGE_MAX = 2 ** 31 - 1

function logArguments(query: LogQuery): string[] {
  const args = ['log', '-z', `--format=tformat:${FIELDS.join('%x00')}`, '--no-show-signature']
  // Raw seconds: --since and --until would go through git's guessing of dates.
  const [since, until] = [query.sinceSeconds, query.untilSeconds]
  if (since !== undefined && since <= AGE_MAX) args.push(`--max-age=${Math.max(0, since)}`)
  if (until !== undefined && until <= AGE_MAX) args.push(`--min-age=${Math.max(0, until)}`)
  if (query.authorName !== undefined) args.push(`--author=^${escapeRegExp(query.authorName)} <`)
  if (query.messageLine !== undefined) args.push(`--grep=^${escapeRegExp(query.messageLine)}$`)
  if (query.notes !== undefined) args.push(`--notes=${query.notes}`)
  if (query.reverse) args.push('--reverse')
  args.push('--end-of-options', query.from, '--')
  args.push(...gitPathspecs(query.paths ?? []))
  return args
}

/** For git's basic regular expressions, where `+ ? | ( ) { }` stand for themselves. */
function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\.*[\]^$]/g, '\\$&')
}

async function* parseLog(stdout: AsyncIterable<Buffer>): AsyncGenerator<LoggedCommit> {
  let rest: Buffer = Buffer.alloc(0)
  let fields: string[] = []
  for await (const chunk of stdout) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
      fields.push(bytes.toString('utf8', start, end))
      start = end + 1
      if (fields.length === FIELDS.length) {
        yield toCommit(fields)
        fields = []
      }
    }
    rest = bytes.subarray(start)
  }
}

function toCommit(fields: readonly string[]): LoggedCommit {
  const [oid, tree, parents, name, email, committer, committerEmail, time, message] =
    fields as LogFields
  return {
    oid: parseOid(oid),
    tree: parseOid(tree),
    parents: parents === '' ? [] : parents.split(' ').map(parseOid),
    author: { name, email },
    committer: { name: committer, email: committerEmail },
    timeSeconds: Number(time),
    message,
  }
}
