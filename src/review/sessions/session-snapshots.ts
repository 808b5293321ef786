/** The snapshots whose change is attributed to a session, or to one call of it. */
import { MAIN } from '../../git/history/refs.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import type { LaterReader } from '../../store/timeline/later-evidence.ts'
import { type LostCommits, logPastDamage } from '../../store/timeline/log-past-damage.ts'
import { snapshotFromCommit } from '../../store/timeline/timeline.ts'

/** A timeline, and what was put down of it afterwards. */
interface Timeline {
  gitDir: string
  later: LaterReader
}

/** All that a snapshot may name a call by. */
export interface StepCall {
  /** Numbers of its events; a change is put down to one of them. */
  events: number[]
  keys: Set<string>
}

/** Returns them newest first; those that cannot be read may be of the session as well, which `onLost` is told. */
export async function sessionSnapshots(
  { gitDir, later }: Timeline,
  session: SessionId,
  call?: StepCall,
  onLost?: (lost: LostCommits) => void,
): Promise<Snapshot[]> {
  const found: Snapshot[] = []
  const notes = later.ref
  const messageLine = `Flightrec-Session: ${session}`
  const query = { from: MAIN, messageLine, notes }
  for await (const commit of logPastDamage(gitDir, query, onLost)) {
    const snapshot = await later.complete(snapshotFromCommit(commit.oid, commit))
    const part = partOf(snapshot, session, call)
    if (part === 'all' || part.size > 0) found.push(snapshot)
  }
  return found
}

/** Returns which changes of a snapshot are put down to a session, or to one call of it. */
export function partOf(
  snapshot: Snapshot,
  session: SessionId,
  call: StepCall | undefined,
): 'all' | ReadonlySet<RawPath> {
  const isOf = (one: Pick<Snapshot, 'session' | 'event' | 'call'>) =>
    one.session === session && (!call || isOfCall(one, call))
  if (isOf(snapshot)) return 'all'
  return new Set((snapshot.later ?? []).filter(isOf).flatMap(({ paths }) => paths))
}

function isOfCall({ event, call: key }: Pick<Snapshot, 'event' | 'call'>, call: StepCall): boolean {
  return (key !== undefined && call.keys.has(key)) || call.events.includes(Number(event))
}

/** Returns the call that event `step` is of; undefined when there is no such event. */
export async function callOf(
  events: AsyncIterable<Pick<StoredEvent, 'seq' | 'call_id' | 'intake'>>,
  step: number,
): Promise<StepCall | undefined> {
  const calls = new Map<string, StepCall>()
  let found: StepCall | undefined
  for await (const event of events) {
    const { seq, call_id, intake } = event
    const isCall = call_id !== undefined || intake !== undefined
    const key = isCall ? callKey(event) : `#${seq}`
    const call = calls.get(key) ?? { events: [], keys: new Set(isCall ? [key] : []) }
    calls.set(key, call)
    call.events.push(seq)
    if (seq === step) found = call
  }
  return found
}
