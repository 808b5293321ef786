/** The history of a root: its snapshots, and between them the gaps, as a stream. */
import { type LogQuery, logEnd } from '../../git/history/log.ts'
import { GAPS, MAIN, readRef } from '../../git/history/refs.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Gap } from '../../model/gap.ts'
import { isWithin, type RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseGapMessage } from '../../model/snapshot-message.ts'
import { type LostCommits, logPastDamage } from '../../store/timeline/log-past-damage.ts'
import { snapshotFromCommit } from '../../store/timeline/timeline.ts'
import { lostGap } from '../repo/lost-snapshots.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { openGapsOf } from '../status/open-gaps.ts'
import { readPathLog } from './path-log.ts'

export interface LogFilter {
  /** Start at this snapshot and go back; the latest unless given. */
  from?: Snapshot | undefined
  sinceMs?: number | undefined
  untilMs?: number | undefined
  /** Only snapshots that change one of these files or folders. */
  paths?: readonly RawPath[] | undefined
  /** Only snapshots of this actor. */
  agent?: string | undefined
  session?: string | undefined
  /** At most so many snapshots, the newest ones. */
  maxCount?: number | undefined
  /** Oldest first. */
  reverse?: boolean | undefined
}

export type LogEntry = { type: 'snapshot'; snapshot: Snapshot } | { type: 'gap'; gap: Gap }

/**
 * Yields what `filter` asks for, newest first unless it says otherwise. Gaps come where they lie in time, and
 * snapshots that cannot be read are one; a log limited to paths, an agent or a session has none. `view.unreadable`
 * tells what could not be read.
 * @throws {FlightrecError} no-store, when nothing is recorded yet.
 */
export async function* readLog(view: RepoView, filter: LogFilter): AsyncGenerator<LogEntry> {
  const { gitDir } = view
  if (readRef(gitDir, MAIN) === undefined) throw nothingYet()
  if (filter.maxCount === 0) return
  if (filter.reverse && filter.maxCount !== undefined) {
    const newest: LogEntry[] = []
    for await (const entry of readLog(view, { ...filter, reverse: false })) newest.push(entry)
    yield* newest.reverse()
    return
  }
  const gaps = new GapQueue(readGapLog(view, filter))
  const lost: LogEntry[] = []
  const onLost = (commits: LostCommits) => {
    const gap = lostGap(view.noteLost(commits))
    if (!isNarrowed(filter)) lost.push({ type: 'gap', gap })
  }
  let shown = 0
  for await (const snapshot of readSnapshotLog(view, filter, onLost)) {
    yield* lost.splice(0)
    yield* gaps.before(snapshot.time, filter.reverse === true)
    yield { type: 'snapshot', snapshot }
    shown += 1
    // Gaps further back belong to what is cut off here.
    if (shown === filter.maxCount) return gaps.close()
  }
  yield* lost
  yield* gaps.rest()
}

/** As `readLog`, with the gaps that go on now, as far as the log reaches until now. */
export async function* readLogToNow(
  view: RepoView,
  filter: LogFilter,
  nowMs: number,
): AsyncGenerator<LogEntry> {
  const { from, untilMs, maxCount } = filter
  const isToNow = from === undefined && untilMs === undefined && maxCount !== 0
  const gaps = isToNow && !isNarrowed(filter) ? await openGapsOf(view, nowMs) : []
  const open = gaps.map((gap) => ({ type: 'gap' as const, gap }))
  if (!filter.reverse) yield* open
  yield* readLog(view, filter)
  if (filter.reverse) yield* open.reverse()
}

function isNarrowed({ agent, session, paths }: LogFilter): boolean {
  return agent !== undefined || session !== undefined || (paths?.length ?? 0) > 0
}

function nothingYet(): FlightrecError {
  return new FlightrecError('no-store', 'no snapshot has been taken yet', {
    hint: 'Run `flightrec watch --once` to take the first one.',
  })
}

async function* readSnapshotLog(
  view: RepoView,
  filter: LogFilter,
  onLost: (lost: LostCommits) => void,
): AsyncGenerator<Snapshot> {
  const times = secondsOf(filter)
  const notes = view.later.ref
  const { agent, session } = filter
  const query: LogQuery = {
    ...times,
    ...(await logEnd(view.gitDir, times.untilSeconds)),
    ...(filter.from && { from: filter.from.commit }),
    ...(filter.paths?.length && { paths: filter.paths }),
    // What was put down to an agent afterwards has another author.
    ...(agent !== undefined && notes === undefined && { authorName: agent }),
    messageLine: session === undefined ? undefined : `Flightrec-Session: ${session}`,
    notes,
    ...(filter.reverse && { reverse: true }),
  }
  const snapshots = query.paths
    ? readPathLog(view, query, onLost)
    : readPlainLog(view, query, onLost)
  for await (const found of snapshots) {
    const snapshot = await view.later.complete(found)
    if (isInTime(snapshot.time, filter) && isOfActor(snapshot, filter)) yield snapshot
  }
}

async function* readPlainLog(
  view: RepoView,
  query: LogQuery,
  onLost: (lost: LostCommits) => void,
): AsyncGenerator<Snapshot> {
  for await (const commit of logPastDamage(view.gitDir, query, onLost))
    yield snapshotFromCommit(commit.oid, commit)
}

function secondsOf({
  sinceMs,
  untilMs,
}: LogFilter): Pick<LogQuery, 'sinceSeconds' | 'untilSeconds'> {
  return {
    sinceSeconds: sinceMs === undefined ? undefined : Math.floor(sinceMs / 1000),
    untilSeconds: untilMs === undefined ? undefined : Math.floor(untilMs / 1000),
  }
}

/** A part of a snapshot counts for the whole, where it is among the paths asked for. */
function isOfActor(snapshot: Snapshot, { agent, session, paths = [] }: LogFilter): boolean {
  const isOf = (actor: { name: string; session: string | undefined }) =>
    (agent === undefined || actor.name === agent) &&
    (session === undefined || actor.session === session)
  const isAskedFor = (path: RawPath) =>
    paths.length === 0 || paths.some((wanted) => isWithin(wanted, path))
  const { actor, later = [] } = snapshot
  if (isOf({ name: actor.name, session: snapshot.session })) return true
  return later.some((part) => {
    return isOf({ name: part.agent, session: part.session }) && part.paths.some(isAskedFor)
  })
}

function isInTime(timeMs: number, { sinceMs, untilMs }: LogFilter): boolean {
  return timeMs >= (sinceMs ?? -Infinity) && timeMs <= (untilMs ?? Infinity)
}

/** Yields the gaps that reach into the time asked for, newest first unless it says otherwise. */
export async function* readGapLog(view: RepoView, filter: LogFilter): AsyncGenerator<Gap> {
  if (isNarrowed(filter) || readRef(view.gitDir, GAPS) === undefined) return
  const from = filter.reverse ? { from: GAPS, reverse: true } : { from: GAPS }
  const onLost = () => view.unreadable.add('some of the gaps cannot be read')
  for await (const commit of logPastDamage(view.gitDir, from, onLost)) {
    const gap = parseGapMessage(commit.message)
    if (!gap || gap.from > (filter.untilMs ?? Infinity)) continue
    if (gap.to < (filter.sinceMs ?? -Infinity)) {
      if (filter.reverse) continue
      return
    }
    yield gap
  }
}

/** Hands out gaps as far as the log has come. */
class GapQueue {
  readonly #gaps: AsyncGenerator<Gap>
  #next: Gap | undefined
  #isOpen = true

  constructor(gaps: AsyncGenerator<Gap>) {
    this.#gaps = gaps
  }

  /** Yields the gaps that stand before a snapshot of `timeMs` in the order of the log. */
  async *before(timeMs: number, isOldestFirst: boolean): AsyncGenerator<LogEntry> {
    for (;;) {
      const gap = await this.#peek()
      if (!gap || (isOldestFirst ? gap.to > timeMs : gap.to <= timeMs)) return
      this.#next = undefined
      yield { type: 'gap', gap }
    }
  }

  rest(): AsyncGenerator<LogEntry> {
    return this.before(Infinity, true)
  }

  async close(): Promise<void> {
    this.#isOpen = false
    await this.#gaps.return(undefined)
  }

  async #peek(): Promise<Gap | undefined> {
    if (this.#next || !this.#isOpen) return this.#next
    const step = await this.#gaps.next()
    if (step.done) this.#isOpen = false
    else this.#next = step.value
    return this.#next
  }
}
