/** What is known not to be recorded right now: a gap is shown as soon as it is known, not when it can be recorded. */
import { MAIN, readRef } from '../../git/history/refs.ts'
import type { Gap } from '../../model/gap.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { readOpenGaps } from '../../store/timeline/open-gaps.ts'
import { readLatest } from '../../store/timeline/timeline.ts'
import { readSound } from '../../store/timeline/timeline-walk.ts'
import { watchedUntil } from '../../store/timeline/watch-state.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { findWatcher } from './root-overview.ts'

/** Returns the gaps that go on, the latest begun first. */
export function openGaps(
  gitDir: string,
  latest: Pick<Snapshot, 'time' | 'trigger'> | undefined,
  nowMs: number,
): Gap[] {
  const until = findWatcher(gitDir) ? undefined : watchedUntil(gitDir, latest)
  const downtime = until === undefined ? [] : [{ reason: 'downtime' as const, from: until }]
  return [...downtime, ...readOpenGaps(gitDir)]
    .map((gap) => ({ ...gap, to: Math.max(gap.from, nowMs), isOpen: true as const }))
    .sort((a, b) => b.from - a.from)
}

/** As `openGaps`, of a repo that is being read. Of a latest snapshot that is lost, the signs of the watch must do. */
export async function openGapsOf({ gitDir, reader }: RepoView, nowMs: number): Promise<Gap[]> {
  const head = readRef(gitDir, MAIN)
  const isSound = head !== undefined && (await readSound(reader, head, 'commit')) !== undefined
  return openGaps(gitDir, isSound ? await readLatest(gitDir, reader) : undefined, nowMs)
}
