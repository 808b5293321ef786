/** What is recorded of a root, and how well. */
import { existsSync } from 'node:fs'
import { GAPS, MAIN, readRef } from '../git/refs.ts'
import { gitText } from '../git/run.ts'
import type { Gap } from '../model/gap.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { ShadowRepo } from '../store/shadow-repos.ts'
import { readGaps, readLatest } from '../store/timeline.ts'
import { diskUsage } from '../system/disk-usage.ts'
import { RepoView } from './repo-view.ts'
import { gapJson, snapshotJson } from './snapshot-json.ts'

export interface RepoStatus {
  repo: ShadowRepo
  isRootThere: boolean
  snapshots: number
  latest: Snapshot | undefined
  gaps: number
  lastGap: Gap | undefined
  storeBytes: number
}

/** @throws {FlightrecError} corrupt-store */
export async function readStatus(repo: ShadowRepo): Promise<RepoStatus> {
  const view = new RepoView(repo)
  try {
    return {
      repo,
      isRootThere: existsSync(repo.root),
      snapshots: await countCommits(repo.gitDir, MAIN),
      latest: await readLatest(repo.gitDir, view.reader),
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

export function repoJson({ name, root, gitDir }: ShadowRepo) {
  return {
    type: 'repo' as const,
    name,
    root,
    git_dir: gitDir,
    root_exists: existsSync(root),
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
  }
}
