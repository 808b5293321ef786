/** What is recorded of a root, and how well. */
import { GAPS, MAIN, readRef } from '../../git/history/refs.ts'
import { gitResult } from '../../git/process/run.ts'
import type { Gap } from '../../model/gap.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readGaps } from '../../store/timeline/timeline.ts'
import { walkChain } from '../../store/timeline/timeline-walk.ts'
import { now } from '../../system/clock.ts'
import { diskUsage } from '../../system/disk-usage.ts'
import { RepoView } from '../repo/repo-view.ts'
import { openGaps } from './open-gaps.ts'
import { type RootOverview, readOverview } from './root-overview.ts'

export interface RepoStatus extends RootOverview {
  snapshots: number
  /** How many of them cannot be read. */
  unreadable: number
  gaps: number
  lastGap: Gap | undefined
  /** Those of the gaps that go on. */
  openGaps: readonly Gap[]
  storeBytes: number
}

/** @throws {FlightrecError} corrupt-store */
export async function readStatus(repo: ShadowRepo): Promise<RepoStatus> {
  const view = new RepoView(repo)
  try {
    const { count, unreadable } = await countCommits(view, MAIN)
    const overview = await readOverview(view)
    const open = openGaps(repo.gitDir, overview.latest, now())
    return {
      ...overview,
      snapshots: count,
      unreadable,
      gaps: (await countCommits(view, GAPS)).count + open.length,
      lastGap: open[0] ?? (await readGaps(repo.gitDir, view.reader, 1))[0],
      openGaps: open,
      storeBytes: diskUsage(repo.gitDir),
    }
  } finally {
    view.close()
  }
}

async function countCommits({ gitDir, reader }: RepoView, ref: string) {
  const counts = { count: 0, unreadable: 0 }
  if (readRef(gitDir, ref) === undefined) return counts
  const args = ['rev-list', '--count', ref, '--']
  const { exitCode, stdout } = await gitResult(gitDir, args, { accept: [128] })
  if (exitCode === 0) return { ...counts, count: Number(stdout.toString('latin1')) }
  for await (const { commit } of walkChain(gitDir, ref, reader)) {
    counts.count += 1
    if (!commit) counts.unreadable += 1
  }
  return counts
}
