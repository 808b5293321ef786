/** What is recorded, of all roots together and of each. */
import { existsSync } from 'node:fs'
import { isAlwaysRecorded } from '../../store/home/always-recorded.ts'
import type { Home } from '../../store/home/home.ts'
import type { SurveyedRepo } from '../../store/home/shadow-repos.ts'
import type { CutShort } from '../../store/timeline/act.ts'
import type { Status } from '../answers/status.ts'
import type { CountedRecordings, RecordingCounts } from '../recordings/recording-counts.ts'
import type { RepoStatus } from '../status/status.ts'
import { gapJson, snapshotJson } from './snapshot.ts'

export function statusJson(home: Home, status: Status) {
  const { statuses, damaged, runningSessions, recordings, spool, unrecorded, restarts } = status
  const repos: (ReturnType<typeof repoStatusJson> | ReturnType<typeof repoJson>)[] = [
    ...statuses.map((one) => repoStatusJson(one, recordings)),
    ...damaged.map((repo) => repoJson(repo, recordings)),
  ]
  return {
    type: 'status' as const,
    home: home.path,
    repos,
    running_sessions: runningSessions,
    recordings: { ...countsJson(recordings), damaged: recordings.damaged },
    spool,
    sessions_problem: status.sessionsProblem?.message ?? null,
    unrecorded: unrecorded.map(({ folder, agent }) => ({ folder, agent })),
    restarts,
  }
}

export function repoJson(
  { name, root, gitDir, problem }: SurveyedRepo,
  recordings: CountedRecordings,
) {
  return {
    type: 'repo' as const,
    name,
    root,
    git_dir: gitDir,
    root_exists: existsSync(root),
    always: isAlwaysRecorded({ gitDir }),
    recordings: countsJson(recordings.in(root)),
    problem: problem?.message,
  }
}

function countsJson({ total, bytes, running }: RecordingCounts) {
  return { total, bytes, running }
}

function repoStatusJson(status: RepoStatus, recordings: CountedRecordings) {
  return {
    ...repoJson(status.repo, recordings),
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

function cutShortJson(cutShort: CutShort) {
  const { what, command, since, written, total, snapshot, closed = 0, open = [] } = cutShort
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

/** Returns what is said of a root that is recorded no more. */
export function forgottenJson({ name, root }: SurveyedRepo, isDeleted: boolean) {
  return { type: 'forgotten' as const, version: 1, name, root, record_deleted: isDeleted }
}
