/** A snapshot without what it changed: who made it, why we think so, and what stands before and after it. */
import { isSessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { readLog } from '../history/log.ts'
import { narrativeJson } from '../json/narrative.ts'
import { eventJson } from '../json/session.ts'
import { snapshotJson } from '../json/snapshot.ts'
import type { Reading } from './reading.ts'

/** @throws {FlightrecError} unknown-snapshot, ambiguous-snapshot */
export async function readSnapshotFacts(reading: Reading, name: string) {
  const { view, snapshots, sessions } = reading
  const snapshot = await sessions.withStep(await snapshots.get(name))
  const parent = await view.parentOf(snapshot)
  return {
    ...snapshotJson(snapshot),
    root: view.repo.root,
    repo: view.repo.name,
    summary: narrativeJson(await view.narratives.find(snapshot.commit)),
    from_snapshot_id: parent?.id ?? null,
    next_snapshot_id: (await nextOf(reading, snapshot))?.id ?? null,
    step: await stepOf(reading, snapshot),
    unreadable: [...view.unreadable],
  }
}

async function nextOf({ view }: Reading, { id, time }: Snapshot): Promise<Snapshot | undefined> {
  for await (const entry of readLog(view, { sinceMs: time, reverse: true }))
    if (entry.type === 'snapshot' && entry.snapshot.id > id) return entry.snapshot
  return undefined
}

/** Returns the event that began the step it is put down to; null where that is not known. */
async function stepOf({ sessions }: Reading, { session, event }: Snapshot) {
  if (session === undefined || event === undefined || !isSessionId(session)) return null
  return eventJson(await sessions.event(session, Number(event)))
}
