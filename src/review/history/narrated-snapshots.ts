/** Snapshots that have a narrative. */
import type { KeptNarrative } from '../../model/narrative.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { readLog } from './log.ts'

export interface NarratedSnapshot {
  snapshot: Snapshot
  narrative: KeptNarrative
}

/** Returns those between two times, both included, that `isWanted`, oldest first. */
export async function narratedSnapshots(
  view: RepoView,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
  isWanted: (snapshot: Snapshot) => boolean,
): Promise<NarratedSnapshot[]> {
  const told: NarratedSnapshot[] = []
  for await (const entry of readLog(view, { sinceMs, untilMs })) {
    if (entry.type !== 'snapshot' || !isWanted(entry.snapshot)) continue
    const narrative = await view.narratives.find(entry.snapshot.commit)
    if (narrative) told.push({ snapshot: entry.snapshot, narrative })
  }
  return told.reverse()
}
