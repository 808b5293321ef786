import { changedPath } from '../../model/change.ts'
import type { Gap } from '../../model/gap.ts'
import { showPath } from '../../model/show.ts'
import { now } from '../../system/clock.ts'
import type { SnapshotResult } from '../snapshot/snapshot-request.ts'
import type { DirtyPaths } from './dirty-paths.ts'

/**
 * Returns the gap that a scan has shown: changes that nothing had named were made at an unknown time since
 * the scan before, and states between may be lost.
 */
export function missedEvents(
  { changes }: SnapshotResult,
  named: readonly DirtyPaths[],
  from: number,
): Gap | undefined {
  const missed = changes
    .map(changedPath)
    .filter((path) => !named.some((paths) => paths.covers(path)))
  if (missed.length === 0) return undefined
  const more = missed.length === 1 ? '' : ` and ${missed.length - 1} more`
  return { reason: 'missed-events', from, to: now(), detail: `${showPath(missed[0]!)}${more}` }
}
