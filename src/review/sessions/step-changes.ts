/** What a step changed on disk, and what else changed while it ran. */

import type { RawPath } from '../../model/raw-path.ts'
import type { SessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { isSnapshotId } from '../../model/snapshot-id.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import type { Reading } from '../answers/reading.ts'
import { readLog } from '../history/log.ts'
import { partOf } from './session-snapshots.ts'
import type { StepEvents } from './step-events.ts'

interface StepPart {
  snapshot: Snapshot
  /** Only these of its changes; all unless given. */
  paths: RawPath[] | undefined
}

export interface StepChanges {
  /** Put down to the step, oldest first. */
  parts: StepPart[]
  /** Recorded while it ran, and put down to nobody. */
  nobodys: Snapshot[]
}

/** A change is found a little after it was made. */
const FOUND_WITHIN_MS = 2_000
/** Of a call that goes on for ever more are not looked through. */
const SNAPSHOTS_MAX = 500

/** Looks at the snapshots of the time of the step, and at those that its own events name. */
export async function readStepChanges(
  { view, snapshots }: Reading,
  session: SessionId,
  { step, call, seen }: StepEvents,
  nowMs: number,
): Promise<StepChanges> {
  const found = new Map<string, Snapshot>()
  const { event, end } = step
  const isCall = event.phase !== undefined
  const sinceMs = Date.parse(event.time) - (isCall ? 0 : FOUND_WITHIN_MS)
  const endMs = end ? Date.parse(end.time) : event.phase === 'before' ? nowMs : sinceMs
  const range = { sinceMs, untilMs: endMs + FOUND_WITHIN_MS, reverse: true }
  for await (const entry of readLog(view, range)) {
    if (entry.type === 'snapshot') found.set(entry.snapshot.id, entry.snapshot)
    if (found.size >= SNAPSHOTS_MAX) break
  }
  for (const id of snapshotsNamed(seen)) {
    if (found.has(id) || !isSnapshotId(id)) continue
    const named = await snapshots.get(id).catch(() => undefined)
    if (named) found.set(id, named)
  }
  const own = new Set(snapshotsNamed(seen))
  const parts: StepPart[] = []
  const nobodys: Snapshot[] = []
  for (const snapshot of [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const part = partOf(snapshot, session, call)
    if (part === 'all' || (own.has(snapshot.id) && snapshot.session === session))
      parts.push({ snapshot, paths: undefined })
    else if (part.size > 0) parts.push({ snapshot, paths: [...part] })
    else if (isCall && isNobodys(snapshot)) nobodys.push(snapshot)
  }
  return { parts, nobodys }
}

function snapshotsNamed(seen: readonly StoredEvent[]): string[] {
  return seen.flatMap(({ snapshot_after: id }) => id ?? [])
}

function isNobodys({ session, trigger, parent }: Snapshot): boolean {
  const isOwnAct = trigger === 'safety' || trigger === 'restore'
  return session === undefined && parent !== undefined && !isOwnAct
}
