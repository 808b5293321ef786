/** What `undo` is asked to take back: a snapshot, a range of them, a session or one step of it. */
import { isProof } from '../../model/attribution.ts'
import { corruptStore, FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot, SnapshotSpan } from '../../model/snapshot.ts'
import type { LostCommits } from '../../store/timeline/log-past-damage.ts'
import type { RepoView } from '../repo/repo-view.ts'
import type { RecordedSessions } from '../sessions/recorded-sessions.ts'
import { partOf, sessionSnapshots } from '../sessions/session-snapshots.ts'
import type { SnapshotNames } from './snapshot-names.ts'

export interface UndoChoice {
  /** As it is called in messages. */
  name: string
  /** Newest first; snapshots that follow each other are one. */
  spans: SnapshotSpan[]
  /** Of a session or a step: what only the time puts down to it, which proves nothing. */
  unproven?: SnapshotSpan[]
  /** All of both. */
  withUnproven?: SnapshotSpan[]
  session?: string
  step?: number | undefined
}

const RANGE = /^(?:diff-)?(.+?)\.\.(.+)$/s
const SESSION = /^(sess[A-Za-z0-9_-]*…?)(?:#(\d+))?$/

/**
 * Reads the argument of `undo`.
 * @throws {FlightrecError} unknown-snapshot, ambiguous-snapshot, unknown-session, ambiguous-session, usage;
 * failed, when there is nothing before it to go back to.
 */
export async function readUndoChoice(
  view: RepoView,
  names: SnapshotNames,
  text: string,
  sessions: RecordedSessions,
): Promise<UndoChoice> {
  const range = RANGE.exec(text)
  if (range) return chooseRange(await names.get(range[1]!), await names.get(range[2]!))
  const session = SESSION.exec(text)
  if (session) {
    const step = session[2] === undefined ? undefined : Number(session[2])
    return await chooseSession(view, sessions, await sessions.find(session[1]!), step)
  }
  const snapshot = await names.get(text)
  return { name: snapshot.id, spans: await spansOf(view, [snapshot]) }
}

function chooseRange(before: Snapshot, after: Snapshot): UndoChoice {
  const name = `${before.id}..${after.id}`
  if (before.id < after.id) return { name, spans: [{ before, after }] }
  throw new FlightrecError('usage', `${before.id} is not before ${after.id}`, {
    hint: 'Name the older snapshot first: what came after it, up to the other, is taken back.',
  })
}

async function chooseSession(
  view: RepoView,
  sessions: RecordedSessions,
  session: SessionId,
  step: number | undefined,
): Promise<UndoChoice> {
  const name = step === undefined ? session : `${session}#${step}`
  const call = step === undefined ? undefined : await sessions.callOf(session, step)
  const onLost = (lost: LostCommits) => view.noteLost(lost)
  const snapshots = await sessionSnapshots(view, session, call, onLost)
  if (snapshots.length === 0) {
    const look = step === undefined ? 'flightrec log --stat' : `flightrec show ${showText(name)}`
    throw new FlightrecError('failed', `no recorded change is known to be of ${showText(name)}`, {
      hint: `Run \`${look}\` to find the snapshot, and \`flightrec undo\` that one.`,
    })
  }
  const partIn = (snapshot: Snapshot) => partOf(snapshot, session, call)
  // What was put down afterwards was declared.
  const isProven = (snapshot: Snapshot) => partIn(snapshot) !== 'all' || isProof(snapshot.evidence)
  return {
    name,
    spans: await spansOf(view, snapshots.filter(isProven), partIn),
    unproven: await spansOf(
      view,
      snapshots.filter((snapshot) => !isProven(snapshot)),
    ),
    withUnproven: await spansOf(view, snapshots, partIn),
    session,
    step,
  }
}

async function spansOf(
  view: RepoView,
  newestFirst: readonly Snapshot[],
  partIn: (snapshot: Snapshot) => 'all' | ReadonlySet<RawPath> = () => 'all',
): Promise<SnapshotSpan[]> {
  const spans: SnapshotSpan[] = []
  for (const after of newestFirst) {
    const before = await view.parentOf(after)
    if (before?.commit !== after.parent && view.unreadable.size > 0) throw parentLost(before, after)
    if (!before) throw nothingBefore(after)
    const part = partIn(after)
    const later = spans.at(-1)
    if (part !== 'all') spans.push({ before, after, only: part })
    else if (later && !later.only && later.before.commit === after.commit) later.before = before
    else spans.push({ before, after })
  }
  return spans
}

/** What is between the two would be taken back with it, whoever made it. */
function parentLost(before: Snapshot | undefined, after: Snapshot): FlightrecError {
  const message = `the snapshot before ${after.id} cannot be read`
  if (!before) return corruptStore(message)
  return new FlightrecError('corrupt-store', message, {
    hint: `Take back all since the one before that: \`flightrec undo ${before.id}..${after.id}\`.`,
  })
}

function nothingBefore({ id, parent }: Snapshot): FlightrecError {
  return parent === undefined
    ? new FlightrecError('failed', `${id} is the first snapshot: nothing was recorded before it`, {
        hint: 'Name a later one; `flightrec log` lists them.',
      })
    : new FlightrecError('failed', `what was before ${id} has been dropped by \`flightrec gc\``, {
        hint: `Take back what came after it: \`flightrec undo ${id}..latest\`, or up to another one.`,
      })
}
