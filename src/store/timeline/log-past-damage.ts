/** The log of a chain of commits when some of them cannot be read: all that can be, and where the others were. */
import { TreeDiffer } from '../../git/compare/tree-differ.ts'
import { gitLog, type LoggedCommit, type LogQuery } from '../../git/history/log.ts'
import { NotesReader, unlessDamaged } from '../../git/history/notes.ts'
import { MAIN } from '../../git/history/refs.ts'
import { type ListedCommit, revList } from '../../git/history/rev-list.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { walkChain } from './timeline-walk.ts'

/** Commits in a row that cannot be read. */
export interface LostCommits {
  /** Newest first. */
  commits: Oid[]
  /** The nearest that can be read, before and after them; `older` is absent where nothing tells how it goes on. */
  newer?: LoggedCommit | undefined
  older?: LoggedCommit
}

type Found = LoggedCommit | LostCommits

/** Without its note, a commit says what it says itself. */
const IGNORE = () => {}

/**
 * As `gitLog`, of one of our chains. git ends at the first commit that it cannot read; from there on the chain is
 * walked by us, which is slower, and `onLost` is called where it leads past such commits.
 */
export async function* logPastDamage(
  gitDir: string,
  query: LogQuery,
  onLost: (lost: LostCommits) => void = () => {},
): AsyncGenerator<LoggedCommit> {
  let given: Oid | undefined
  let failure: unknown
  try {
    for await (const commit of gitLog(gitDir, query)) {
      given = commit.oid
      yield commit
    }
    return
  } catch (error) {
    if (!isGitFailure(error)) throw error
    failure = error
  }
  const rest = query.reverse
    ? oldestFirst(walkLog(gitDir, query), given)
    : walkLog(gitDir, query, given)
  let isExplained = false
  for await (const found of rest) {
    if ('commits' in found) {
      isExplained = true
      if ((found.older?.timeSeconds ?? 0) <= (query.untilSeconds ?? Infinity)) onLost(found)
    } else if (found.oid !== given) yield found
  }
  if (!isExplained) throw failure
}

/** Yields, oldest first, what comes before `given`; all of it when nothing was given yet. */
async function* oldestFirst(newestFirst: AsyncGenerator<Found>, given: Oid | undefined) {
  const found: Found[] = []
  for await (const one of newestFirst) {
    if ('oid' in one && one.oid === given) break
    found.push(one)
  }
  yield* found.reverse()
}

/** Yields what `query` asks for, newest first; from `given` on, when some of it was given already. */
async function* walkLog(gitDir: string, query: LogQuery, given?: Oid): AsyncGenerator<Found> {
  const { from, sinceSeconds = -Infinity } = query
  const isCommit = isOid(from)
  const start = given ?? (isCommit ? from : undefined)
  const reader = new ObjectReader(gitDir)
  const differ = query.paths?.length
    ? new TreeDiffer(gitDir, 'raw', { paths: query.paths })
    : undefined
  const notes = query.notes === undefined ? undefined : new NotesReader(gitDir, query.notes, reader)
  const isAsked = async (commit: LoggedCommit, before: LoggedCommit | undefined) => {
    const note = notes && (await unlessDamaged(() => notes.find(commit.oid), IGNORE))
    return await isAskedFor(commit, before, { ...query, note }, differ)
  }
  let newer: LoggedCommit | undefined
  let lost: Oid[] = []
  try {
    for await (const { oid, commit } of walkChain(gitDir, isCommit ? MAIN : from, reader, start)) {
      if (!commit) {
        lost.push(oid)
        continue
      }
      const older = { oid, ...commit }
      if (newer && (await isAsked(newer, older))) yield newer
      if (lost.length > 0) yield { commits: lost, newer, older }
      if (older.timeSeconds < sinceSeconds) return
      lost = []
      newer = older
    }
    if (newer && (await isAsked(newer, undefined))) yield newer
    if (lost.length > 0) yield { commits: lost, newer }
  } finally {
    differ?.close()
    reader.close()
  }
}

async function isAskedFor(
  commit: LoggedCommit,
  before: LoggedCommit | undefined,
  query: LogQuery & { note: string | undefined },
  differ: TreeDiffer | undefined,
): Promise<boolean> {
  const { sinceSeconds = -Infinity, untilSeconds = Infinity, authorName, messageLine } = query
  const { timeSeconds, author, message, tree } = commit
  const lines = `${message}\n${query.note ?? ''}`.split('\n')
  if (timeSeconds < sinceSeconds || timeSeconds > untilSeconds) return false
  if (authorName !== undefined && author.name !== authorName) return false
  if (messageLine !== undefined && !lines.includes(messageLine)) return false
  return differ === undefined || (await isChanged(differ, before?.tree, tree))
}

/** Where a tree cannot be read either, nobody knows: better one too many than one too few. */
async function isChanged(differ: TreeDiffer, before: Oid | undefined, after: Oid) {
  try {
    return (await differ.changes(before, after)).length > 0
  } catch (error) {
    if (error instanceof FlightrecError) return true
    throw error
  }
}

/** As `revList`, of the timeline: commits that cannot be read are listed at the time of the one after them. */
export async function* listPastDamage(
  gitDir: string,
  from: Oid,
  until?: Oid,
): AsyncGenerator<ListedCommit[]> {
  let given: ListedCommit | undefined
  let failure: unknown
  try {
    for await (const commits of revList(gitDir, from, until)) {
      given = commits.at(-1) ?? given
      yield commits
    }
    return
  } catch (error) {
    if (!isGitFailure(error)) throw error
    failure = error
  }
  const reader = new ObjectReader(gitDir)
  let isExplained = false
  let timeSeconds = given?.timeSeconds ?? 0
  try {
    for await (const { oid, commit } of walkChain(gitDir, MAIN, reader, given?.oid ?? from)) {
      if (oid === until) break
      isExplained ||= !commit
      timeSeconds = commit?.timeSeconds ?? timeSeconds
      if (oid !== given?.oid) yield [{ oid, timeSeconds }]
    }
  } finally {
    reader.close()
  }
  if (!isExplained) throw failure
}

function isGitFailure(error: unknown): boolean {
  return error instanceof FlightrecError && error.code === 'git-failed'
}
