/** Looks for everything that keeps flightrec from working, and mends what it can. */
import { existsSync } from 'node:fs'
import { gitResult } from '../../git/process/run.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { homeLockPath } from '../../store/home/home-lock.ts'
import { surveyReposIfAny } from '../../store/home/repo-survey.ts'
import { type SurveyedRepo, surveyRepo } from '../../store/home/shadow-repos.ts'
import { sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { makePrivateFolder } from '../../system/files.ts'
import { acquireLock } from '../../system/lock.ts'
import type { HomeCheck, Problem, RepoCheck } from './check.ts'
import { clockCheck, snapshotTimes } from './clock.ts'
import { configCheck } from './config.ts'
import { hooksCheck } from './hooks.ts'
import { indexFile } from './index-file.ts'
import { liveSessions } from './live-sessions.ts'
import { budgetCheck, diskCheck, gitCheck, nodeCheck } from './machine.ts'
import { notRecorded } from './not-recorded.ts'
import { notesCheck } from './notes.ts'
import { objectsCheck, sessionsObjectsCheck } from './objects.ts'
import { packsCheck } from './packs.ts'
import { homePermissions, repoPermissions } from './permissions.ts'
import { pinnedFiles, sessionsPinnedFiles } from './pinned-files.ts'
import { recordingsCheck } from './recordings.ts'
import { refsCheck } from './refs.ts'
import { restartsCheck } from './restarts.ts'
import { restoreLeftovers } from './restore-leftovers.ts'
import { rootCheck } from './root.ts'
import { sessionRefs } from './session-refs.ts'
import { shallowBoundary } from './shallow-boundary.ts'
import { spoolCheck } from './spool.ts'
import { staleLocks } from './stale-locks.ts'
import { staleRun } from './stale-run.ts'
import { temporaryFiles } from './temporary-files.ts'
import { watchLimit } from './watch-limit.ts'
import { homeFolders, homeWritable, repoWritable } from './writable.ts'

const HOME_CHECKS: readonly HomeCheck[] = [
  nodeCheck,
  gitCheck,
  clockCheck,
  homePermissions,
  homeWritable,
  configCheck,
  staleRun,
  diskCheck,
  budgetCheck,
  liveSessions,
  recordingsCheck,
  spoolCheck,
  hooksCheck,
  restartsCheck,
]

/** In order: git runs only with a config it can read, and objects are found only by sound packs and refs. */
const REPO_CHECKS: readonly RepoCheck[] = [
  repoWritable,
  pinnedFiles,
  repoPermissions,
  staleLocks,
  temporaryFiles,
  packsCheck,
  shallowBoundary,
  refsCheck,
  objectsCheck,
  notesCheck,
  snapshotTimes,
  indexFile,
  rootCheck,
  notRecorded,
  restoreLeftovers,
  watchLimit,
]

/** The same for the repo of all sessions. */
const SESSIONS_CHECKS: readonly RepoCheck[] = [
  repoWritable,
  sessionsPinnedFiles,
  repoPermissions,
  staleLocks,
  temporaryFiles,
  packsCheck,
  sessionRefs,
  sessionsObjectsCheck,
  notesCheck,
]

export interface Diagnosis extends Omit<Problem, 'fix' | 'isRemark'> {
  check: string
  /** Absent for the machine and the home. */
  repo?: string | undefined
  /** `mendable` is only found without --fix; `left` needs a person; a `remark` is no fault. */
  state: 'mendable' | 'mended' | 'left' | 'remark'
}

interface DoctorOptions {
  isFixing: boolean
  /** Which repos to look at; all when empty. */
  roots: readonly string[]
  movedTo?: string | undefined
  signal?: AbortSignal | undefined
  onCheck?: (repo: string | undefined, check: string) => void
  onDiagnosis(diagnosis: Diagnosis): void
}

const LOCK_WAIT_MS = 1000

/**
 * Returns how many problems are left.
 * @throws {FlightrecError} locked, when it is to mend and another process writes to the home.
 */
export async function doctor(home: Home, options: DoctorOptions): Promise<number> {
  const round = new Round(options)
  // Each may hide the next: the home, a folder in it, a repo.
  for (let found = true; found; ) {
    const problems = await homeFolders.find(home)
    await round.take(undefined, homeFolders.id, () => problems)
    found = problems.length > 0 && round.left === 0
  }
  if (round.left > 0) return round.left
  const stale = staleRun.find(home)
  if (options.isFixing) makePrivateFolder(home.runPath)
  const lock = options.isFixing
    ? await acquireLock(homeLockPath(home), { waitMs: LOCK_WAIT_MS })
    : undefined
  try {
    for (const { id, find } of HOME_CHECKS)
      await round.take(undefined, id, async () => (id === staleRun.id ? await stale : find(home)))
    for (const repo of surveyReposIfAny(home, options.roots))
      await checkRepo(home, repo, options, round)
    if (options.roots.length === 0 && existsSync(sessionsGitDir(home)))
      await checkSessions(home, options, round)
    return round.left
  } finally {
    lock?.release()
  }
}

async function checkRepo(
  home: Home,
  repo: SurveyedRepo,
  options: DoctorOptions,
  round: Round,
): Promise<void> {
  if (round.leaveNewer(repo.name, repo.gitDir)) return
  const { movedTo, signal, isFixing } = options
  const patient = { home, repo, movedTo, signal, isFixing }
  for (const { id, find } of REPO_CHECKS) {
    await round.take(repo.name, id, () => find(patient))
    if (id !== pinnedFiles.id) continue
    if (!(await gitStarts(repo.gitDir))) {
      round.skip(repo.name, showText(repo.gitDir))
      return
    }
    // A mended config may name another root.
    patient.repo = surveyRepo(home, repo.name)
  }
}

async function checkSessions(home: Home, { signal }: DoctorOptions, round: Round): Promise<void> {
  const name = 'sessions'
  const repo = { name, gitDir: sessionsGitDir(home), root: '' }
  if (round.leaveNewer(name, repo.gitDir)) return
  for (const { id, find } of SESSIONS_CHECKS) {
    await round.take(name, id, () => find({ home, repo, signal }))
    if (id !== sessionsPinnedFiles.id || (await gitStarts(repo.gitDir))) continue
    round.skip(name, showText(repo.gitDir))
    return
  }
}

async function gitStarts(gitDir: string): Promise<boolean> {
  return (await gitResult(gitDir, ['rev-parse', '--git-dir'], { accept: [128] })).exitCode === 0
}

class Round {
  left = 0
  readonly #options: DoctorOptions

  constructor(options: DoctorOptions) {
    this.#options = options
  }

  async take(
    repo: string | undefined,
    check: string,
    find: () => Problem[] | Promise<Problem[]>,
  ): Promise<void> {
    this.#options.onCheck?.(repo, check)
    for (const { fix, isRemark, ...problem } of await find()) {
      const state = isRemark ? 'remark' : await this.#mend(fix)
      const about = { check, repo }
      this.#tell(
        typeof state === 'string'
          ? { ...problem, ...about, state }
          : {
              ...problem,
              ...about,
              state: 'left',
              remedy: `${problem.remedy}: ${showText(state.message)}`,
            },
      )
    }
  }

  /** What a newer flightrec has written looks damaged to this one: whether that is so, and then it is told. */
  leaveNewer(repo: string, gitDir: string): boolean {
    const newer = newerFormat(gitDir)
    if (!newer) return false
    const subject = showText(gitDir)
    const problem = 'a newer flightrec has written it, and it is not looked at'
    this.#tell({ check: 'format', repo, subject, problem, remedy: newer.hint!, state: 'left' })
    return true
  }

  /** Without a config git can read, nothing else can be looked at. */
  skip(repo: string, subject: string): void {
    const problem = 'git cannot read its config, so the other checks were left out'
    const remedy = 'Run `flightrec doctor --fix`.'
    this.#tell({ check: 'pinned-files', repo, subject, problem, remedy, state: 'left' })
  }

  /** One problem that cannot be mended does not keep the others from it. */
  async #mend(fix: Problem['fix']): Promise<Diagnosis['state'] | Error> {
    if (!fix) return 'left'
    if (!this.#options.isFixing) return 'mendable'
    try {
      await fix()
      return 'mended'
    } catch (error) {
      if (error instanceof FlightrecError && error.code === 'interrupted') throw error
      if (error instanceof FlightrecError || errnoOf(error) !== undefined) return error as Error
      throw error
    }
  }

  #tell(diagnosis: Diagnosis): void {
    if (diagnosis.state === 'mendable' || diagnosis.state === 'left') this.left += 1
    this.#options.onDiagnosis(diagnosis)
  }
}
