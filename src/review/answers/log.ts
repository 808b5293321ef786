/** `log`: the snapshots of a root, and the gaps between them. */
import { agentNamed } from '../../model/agent-names.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type LogEntry, type LogFilter, readLogToNow } from '../history/log.ts'
import { narrativeJson } from '../json/narrative.ts'
import { gapJson, snapshotJson } from '../json/snapshot.ts'
import type { Reading } from './reading.ts'

/** What is asked, as it is typed. */
interface LogRequest {
  /** Start at this snapshot and go back; the latest unless given. */
  from?: string | undefined
  since?: string | undefined
  until?: string | undefined
  paths?: readonly string[] | undefined
  agent?: string | undefined
  session?: string | undefined
  limit?: number | undefined
  reverse?: boolean | undefined
}

/** What of its changes is told of each snapshot: which paths, or their text too. */
interface LogDetail {
  stat?: boolean | undefined
  patch?: boolean | undefined
}

/** @throws {FlightrecError} unknown-snapshot, unknown-session, usage, … */
export async function logFilter(reading: Reading, request: LogRequest): Promise<LogFilter> {
  const { snapshots, sessions } = reading
  const from = request.from === undefined ? undefined : await snapshots.get(request.from)
  const untilMs = reading.time(request.until)
  return {
    from,
    paths: reading.paths(request.paths ?? []),
    sinceMs: reading.time(request.since),
    untilMs: from ? Math.min(from.time, untilMs ?? Infinity) : untilMs,
    agent: request.agent && agentNamed(request.agent),
    session: request.session && (await sessions.find(request.session)),
    maxCount: request.limit,
    reverse: request.reverse,
  }
}

/** Yields what `filter` asks for, up to now, with the steps of sessions that snapshots are put down to. */
export async function* readLogEntries(
  { view, sessions, nowMs }: Reading,
  filter: LogFilter,
): AsyncGenerator<LogEntry> {
  for await (const entry of readLogToNow(view, filter, nowMs)) {
    if (entry.type === 'gap') yield entry
    else yield { type: 'snapshot', snapshot: await sessions.withStep(entry.snapshot) }
  }
}

/** Yields a `snapshot` or a `gap` for each entry. */
export async function* answerLog(reading: Reading, request: LogRequest & LogDetail) {
  const filter = await logFilter(reading, request)
  for await (const entry of readLogEntries(reading, filter)) {
    if (entry.type === 'gap') yield gapJson(entry.gap)
    else {
      const { snapshot } = entry
      const changes = await changesOf(reading, snapshot, filter.paths, request)
      const summary = narrativeJson(await reading.view.narratives.find(snapshot.commit))
      yield { ...snapshotJson(snapshot), summary, ...changes }
    }
  }
}

async function changesOf(
  { view }: Reading,
  snapshot: Snapshot,
  paths: readonly RawPath[] | undefined,
  { stat, patch }: LogDetail,
) {
  if (!stat && !patch) return {}
  // A plain log is not to wait for what compares.
  const { changeJson, diffJson } = await import('../json/diff.ts')
  const { readOwnChange } = await import('../changes/snapshot-diff.ts')
  const { parent, query, diff } = await readOwnChange(view, snapshot, paths)
  if (!patch) return { changes: diff.changes.map((change) => changeJson(view.repo.root, change)) }
  const facts = { view, query, from: parent, to: snapshot, createdMs: snapshot.time }
  return { changes: (await diffJson(diff, facts)).changes }
}
