/** Drops sessions that ended long ago, and repacks those that stay. Safe beside a running recorder. */

import { leftoverFiles } from '../../git/upkeep/leftovers.ts'
import { type RepackKind, repackAll } from '../../git/upkeep/repack.ts'
import { repoSize } from '../../git/upkeep/repo-size.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { dropIndexes, sweepIndexes } from '../../store/recordings/kept-indexes.ts'
import { listLive } from '../../store/sessions/live-folder.ts'
import {
  listSessionRefs,
  ownBytesOf,
  type SessionRef,
  sessionsGitDir,
} from '../../store/sessions/sessions-repo.ts'
import { now } from '../../system/clock.ts'
import { removeIfThere } from '../../system/files.ts'
import { dropOldNotes } from './drop-notes.ts'
import { withGcLock } from './gc-lock.ts'
import { DAY_MS } from './prune-plan.ts'
import type { RecordingsPlan } from './prune-recordings.ts'

export interface SessionGarbageOptions {
  /** Sessions with an event in so many days stay; 0 or absent: all. */
  keepDays?: number | undefined
  isDryRun: boolean
  signal?: AbortSignal | undefined
  onProgress?: ((stage: string) => void) | undefined
  /** As in `RepackOptions`. */
  settledMs?: number | undefined
  /** Which recordings go; they may be of sessions that stay. */
  plan: RecordingsPlan
  /** Has the writer of the home drop those of the recordings that can be; returns which they were. */
  dropRecordings(ids: readonly RecordingId[]): Promise<readonly RecordingId[]>
  /** Has the writer of the home drop those of the sessions that do not run; returns which they were. */
  drop(ids: readonly SessionId[]): Promise<readonly SessionId[]>
}

/** What was done to the sessions repo, or, in a dry run, what would be. */
export interface SessionsCollected {
  gitDir: string
  sessions: number
  dropped: number
  recordings: number
  recordingsDropped: number
  bytesBefore: number
  /** What it takes afterwards; in a dry run the estimate without what repacking wins. */
  bytesAfter: number
  /** Absent in a dry run. */
  repacked?: RepackKind
}

/** @throws {FlightrecError} locked, disk-full, git-failed when the repo is damaged. */
export async function collectSessions(
  home: Home,
  options: SessionGarbageOptions,
): Promise<SessionsCollected> {
  const { isDryRun, onProgress, plan } = options
  const { recordings } = plan
  onProgress?.('measuring')
  const gitDir = sessionsGitDir(home)
  const bytesBefore = repoSize(gitDir).totalBytes
  const refs = await listSessionRefs(home)
  const old = longOver(home, refs, options.keepDays)
  if (isDryRun) {
    const kept = refs.filter((ref) => !old.includes(ref))
    const freed = (await ownBytesOf(home, old, kept)) ?? 0
    const bytesAfter = Math.max(0, bytesBefore - freed - plan.freedBytes)
    const counts = { sessions: refs.length, dropped: old.length, recordings }
    return { gitDir, ...counts, recordingsDropped: plan.dropped.length, bytesBefore, bytesAfter }
  }
  const dropped = old.length > 0 ? await options.drop(old.map(({ id }) => id)) : []
  const gone = plan.dropped.length > 0 ? await options.dropRecordings(plan.dropped) : []
  if (plan.dropsIndexes) dropIndexes(home)
  else await sweepIndexes(home)
  const repacked = await repack(home, gitDir, options)
  const bytesAfter = repoSize(gitDir).totalBytes
  return {
    gitDir,
    sessions: refs.length,
    dropped: dropped.length,
    recordings,
    recordingsDropped: gone.length,
    bytesBefore,
    bytesAfter,
    repacked,
  }
}

function longOver(
  home: Home,
  refs: readonly SessionRef[],
  keepDays: number | undefined,
): SessionRef[] {
  if (!keepDays) return []
  const limit = now() - keepDays * DAY_MS
  const running = new Set(listLive(home))
  return refs.filter(({ id, lastMs }) => lastMs < limit && !running.has(id))
}

async function repack(
  home: Home,
  gitDir: string,
  { signal, onProgress, settledMs }: SessionGarbageOptions,
): Promise<RepackKind> {
  return await withGcLock(home, signal, async (tryAlone) => {
    onProgress?.('repacking')
    for (const path of leftoverFiles(gitDir)) removeIfThere(path)
    const kind = await repackAll(gitDir, { signal, tryAlone, settledMs })
    // Commits of dropped sessions are gone by now, and so go their narratives.
    await dropOldNotes(gitDir, [])
    return kind
  })
}
