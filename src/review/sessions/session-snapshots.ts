/** The snapshots whose change is attributed to a session, or to one call of it. */
import { MAIN } from '../../git/history/refs.ts'
import type { SessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { callKey } from '../../store/call-key.ts'
import type { StoredEvent } from '../../store/journal-line.ts'
import { type LostCommits, logPastDamage } from '../../store/log-past-damage.ts'
import { snapshotFromCommit } from '../../store/timeline.ts'

/** All that a snapshot may name a call by. */
export interface StepCall {
  /** Numbers of its events; a change is put down to one of them. */
  events: number[]
  keys: Set<string>
}

/** Returns them newest first; those that cannot be read may be of the session as well, which `onLost` is told. */
export async function sessionSnapshots(
  gitDir: string,
  session: SessionId,
  call?: StepCall,
  onLost?: (lost: LostCommits) => void,
): Promise<Snapshot[]> {
  const found: Snapshot[] = []
  const query = { from: MAIN, messageLine: `Flightrec-Session: ${session}` }
  for await (const commit of logPastDamage(gitDir, query, onLost)) {
    const snapshot = snapshotFromCommit(commit.oid, commit)
    if (!call || isOfCall(snapshot, call)) found.push(snapshot)
  }
  return found
}

function isOfCall({ event, call: key }: Snapshot, call: StepCall): boolean {
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
