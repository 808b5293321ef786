import type { RepoCollected } from '../../record/prune/collect-garbage.ts'
import type { SessionsCollected } from '../../record/prune/collect-sessions.ts'

/** Returns what `gc` has dropped of a root, or would. */
export function collectedJson(result: RepoCollected, isDryRun: boolean) {
  return {
    type: 'gc' as const,
    version: 1,
    repo: result.repo.name,
    git_dir: result.repo.gitDir,
    root: result.repo.root,
    dry_run: isDryRun,
    snapshots: result.snapshots,
    dropped: result.dropped,
    kept: result.snapshots - result.dropped,
    oldest_kept: result.oldestKept,
    bytes_before: result.bytesBefore,
    bytes_after: result.bytesAfter,
    repacked: result.repacked,
  }
}

/** Returns what it has dropped of the sessions of agents, or would. */
export function collectedSessionsJson(result: SessionsCollected, isDryRun: boolean) {
  return {
    type: 'gc-sessions' as const,
    version: 1,
    git_dir: result.gitDir,
    dry_run: isDryRun,
    sessions: result.sessions,
    dropped: result.dropped,
    kept: result.sessions - result.dropped,
    recordings: result.recordings,
    recordings_dropped: result.recordingsDropped,
    bytes_before: result.bytesBefore,
    bytes_after: result.bytesAfter,
    repacked: result.repacked,
  }
}
