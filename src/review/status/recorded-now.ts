/** Whether what is to be recorded is recorded at this moment: read often, so from small files alone. */
import { MAIN, readRef } from '../../git/history/refs.ts'
import { isInFolder } from '../../model/absolute-path.ts'
import { FlightrecError } from '../../model/errors.ts'
import { GAP_REASONS } from '../../model/gap.ts'
import { isAlwaysRecorded } from '../../store/home/always-recorded.ts'
import type { Home } from '../../store/home/home.ts'
import { type SurveyedRepo, surveyShadowRepos } from '../../store/home/shadow-repos.ts'
import { listLive, readLiveSession } from '../../store/sessions/live-folder.ts'
import { readOpenGaps } from '../../store/timeline/open-gaps.ts'
import { readWatchState } from '../../store/timeline/watch-state.ts'
import { now } from '../../system/clock.ts'
import { findWatcher } from './root-overview.ts'

/** For so long a watch that was killed is missed, and a session that says nothing is taken to be at work. */
const MISSED_MS = 24 * 3_600_000

type RootState =
  /** All is recorded. */
  | 'recording'
  /** It is watched, and there is no snapshot yet. */
  | 'first-look'
  /** It is watched, and not recorded all the same. */
  | 'failing'
  /** Its watch was ended. */
  | 'ended'
  /** Its watch ended without a word. */
  | 'killed'
  /** It was never watched, or cannot be opened. */
  | 'never'

export interface RootNow {
  name: string
  root: string
  state: RootState
  /** Since when it is in this state, as milliseconds since the epoch. */
  since: number | undefined
  /** Why it is not recorded, in words. */
  reason: string | undefined
  /** Whether somebody counts on its being recorded: it always is to be, an agent is at work in it, or it just was. */
  isWanted: boolean
  /** Whether any daemon that is started records it, without being told. */
  isAlways: boolean
}

export interface RecordedNow {
  /** The process that records. */
  pid: number | undefined
  roots: readonly RootNow[]
  /** Where agents are at work and nobody has ever recorded. */
  unrecorded: readonly { folder: string; agent: string }[]
}

export function readRecordedNow(home: Home): RecordedNow {
  const repos = surveyShadowRepos(home)
  const working = foldersAtWork(home)
  const isAround = (folder: string) => repos.some(({ root }) => isInFolder(root, folder))
  const unrecorded = [...working]
    .filter(([folder]) => !isAround(folder))
    .map(([folder, agent]) => ({ folder, agent }))
  const roots = repos.map((repo) => rootNow(repo, [...working.keys()]))
  const pid = repos.map(({ gitDir }) => findWatcher(gitDir)?.pid).find((it) => it !== undefined)
  return { pid, roots, unrecorded }
}

/** Returns the folders in which sessions run, each with an agent. */
function foldersAtWork(home: Home): Map<string, string> {
  const running = listLive(home)
    .flatMap((id) => readLiveSession(home, id) ?? [])
    .filter(({ last }) => now() - Date.parse(last) < MISSED_MS)
  return new Map(running.flatMap(({ root, agent }) => (root === undefined ? [] : [[root, agent]])))
}

function rootNow(repo: SurveyedRepo, working: readonly string[]): RootNow {
  const { name, root, gitDir, problem } = repo
  const told = problem ? damaged(problem) : stateOf(gitDir)
  const isMissed = told.state === 'killed' && now() - (told.since ?? 0) < MISSED_MS
  const isAlways = isAlwaysRecorded(repo)
  const isWanted =
    isMissed ||
    told.state === 'failing' ||
    isAlways ||
    working.some((folder) => isInFolder(root, folder))
  return { name, root, ...told, isWanted, isAlways }
}

type Told = Pick<RootNow, 'state' | 'since' | 'reason'>

function damaged({ message }: FlightrecError): Told {
  return { state: 'never', since: undefined, reason: message }
}

function stateOf(gitDir: string): Told {
  const watcher = findWatcher(gitDir)
  const watch = readWatchState(gitDir)
  if (!watcher) {
    const { stopped, seen: since } = watch ?? {}
    const isEnded = stopped !== undefined
    const state = isEnded ? 'ended' : watch ? 'killed' : 'never'
    const pid = watch?.pid
    const reason =
      state === 'killed' ? `process ${pid}, which recorded it, ended without a word` : undefined
    return { state, since: stopped ?? since, reason }
  }
  const [gap] = readOpenGaps(gitDir)
  if (gap) {
    const reason = gap.detail ?? GAP_REASONS[gap.reason]
    return { state: 'failing', since: gap.from, reason }
  }
  const state = hasSnapshot(gitDir) ? 'recording' : 'first-look'
  return { state, since: watcher.since, reason: undefined }
}

function hasSnapshot(gitDir: string): boolean {
  try {
    return readRef(gitDir, MAIN) !== undefined
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    // A damaged ref names something.
    return true
  }
}
