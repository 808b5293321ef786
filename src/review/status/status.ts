/** What is recorded of a root, and how well. */
import { existsSync } from 'node:fs'
import { GAPS, MAIN, readRef } from '../../git/history/refs.ts'
import { gitResult } from '../../git/process/run.ts'
import type { Gap } from '../../model/gap.ts'
import { isAlwaysRecorded } from '../../store/home/always-recorded.ts'
import type { ShadowRepo, SurveyedRepo } from '../../store/home/shadow-repos.ts'
import type { CutShort } from '../../store/timeline/act.ts'
import { readGaps } from '../../store/timeline/timeline.ts'
import { walkChain } from '../../store/timeline/timeline-walk.ts'
import { now } from '../../system/clock.ts'
import { diskUsage } from '../../system/disk-usage.ts'
import { RepoView } from '../repo/repo-view.ts'
import { gapJson, snapshotJson } from '../snapshot/snapshot-json.ts'
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

export function repoJson({ name, root, gitDir, problem }: SurveyedRepo) {
  return {
    type: 'repo' as const,
    name,
    root,
    git_dir: gitDir,
    root_exists: existsSync(root),
    always: isAlwaysRecorded({ gitDir }),
    ...(problem && { problem: problem.message }),
  }
}

export function statusJson(status: RepoStatus) {
  return {
    ...repoJson(status.repo),
    snapshots: status.snapshots,
    unreadable_snapshots: status.unreadable,
    latest: status.latest ? snapshotJson(status.latest) : null,
    gaps: status.gaps,
    last_gap: status.lastGap ? gapJson(status.lastGap) : null,
    open_gaps: status.openGaps.map(gapJson),
    cut_short: status.cutShort ? cutShortJson(status.cutShort) : null,
    store_bytes: status.storeBytes,
    watching: status.watcher
      ? { pid: status.watcher.pid, since: new Date(status.watcher.since).toISOString() }
      : null,
  }
}

function cutShortJson(told: CutShort) {
  const { what, command, since, written, total, snapshot, closed = 0, open = [] } = told
  return {
    what,
    command,
    since: new Date(since).toISOString(),
    written,
    total,
    snapshot_id: snapshot ?? null,
    folders_closed: closed,
    folders_open: open,
  }
}
