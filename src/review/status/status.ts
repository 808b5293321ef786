/** What is recorded of a root, and how well. */
import { existsSync } from 'node:fs'
import { GAPS, MAIN, readRef } from '../../git/history/refs.ts'
import { gitText } from '../../git/process/run.ts'
import type { Gap } from '../../model/gap.ts'
import type { ShadowRepo, SurveyedRepo } from '../../store/shadow-repos.ts'
import { readGaps } from '../../store/timeline.ts'
import { diskUsage } from '../../system/disk-usage.ts'
import { RepoView } from '../repo/repo-view.ts'
import { gapJson, snapshotJson } from '../snapshot/snapshot-json.ts'
import { type RootOverview, readOverview } from './root-overview.ts'

export interface RepoStatus extends RootOverview {
  snapshots: number
  gaps: number
  lastGap: Gap | undefined
  storeBytes: number
}

/** @throws {FlightrecError} corrupt-store */
export async function readStatus(repo: ShadowRepo): Promise<RepoStatus> {
  const view = new RepoView(repo)
  try {
    return {
      ...(await readOverview(view)),
      snapshots: await countCommits(repo.gitDir, MAIN),
      gaps: await countCommits(repo.gitDir, GAPS),
      lastGap: (await readGaps(repo.gitDir, view.reader, 1))[0],
      storeBytes: diskUsage(repo.gitDir),
    }
  } finally {
    view.close()
  }
}

async function countCommits(gitDir: string, ref: string): Promise<number> {
  if (readRef(gitDir, ref) === undefined) return 0
  return Number(await gitText(gitDir, ['rev-list', '--count', ref, '--']))
}

export function repoJson({ name, root, gitDir, problem }: SurveyedRepo) {
  return {
    type: 'repo' as const,
    name,
    root,
    git_dir: gitDir,
    root_exists: existsSync(root),
    ...(problem && { problem: problem.message }),
  }
}

export function statusJson(status: RepoStatus) {
  return {
    ...repoJson(status.repo),
    snapshots: status.snapshots,
    latest: status.latest ? snapshotJson(status.latest) : null,
    gaps: status.gaps,
    last_gap: status.lastGap ? gapJson(status.lastGap) : null,
    store_bytes: status.storeBytes,
    watching: status.watcher
      ? { pid: status.watcher.pid, since: new Date(status.watcher.since).toISOString() }
      : null,
  }
}
