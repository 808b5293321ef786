/** What was recorded while a call went on and is put down to nobody: what it may have done, and nobody can say. */
import type { Event } from '../../model/event.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { readLog } from '../history/log.ts'
import type { RepoView } from '../repo/repo-view.ts'

/** A change is found a little after it was made. */
const FOUND_WITHIN_MS = 2_000

/** `begin` and `end` are the first and the last event of the call. Returns them oldest first. */
export async function snapshotsMeanwhile(
  view: RepoView,
  begin: Event,
  end: Event,
): Promise<Snapshot[]> {
  const sinceMs = Date.parse(begin.time)
  const untilMs = Date.parse(end.time) + FOUND_WITHIN_MS
  const found: Snapshot[] = []
  for await (const entry of readLog(view, { sinceMs, untilMs, reverse: true })) {
    if (entry.type === 'gap' || entry.snapshot.parent === undefined) continue
    const { session, trigger, id } = entry.snapshot
    const isOwn = trigger === 'safety' || trigger === 'restore'
    if (session === undefined && !isOwn) found.push(entry.snapshot)
    // The look that the end of the call asked for is the last that can tell.
    if (id === end.snapshot_after) break
  }
  return found
}
