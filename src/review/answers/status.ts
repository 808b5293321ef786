/** `status`: what is recorded, and how well. */
import { FlightrecError } from '../../model/errors.ts'
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { surveyRepos } from '../../store/home/repo-survey.ts'
import { RESTARTS_TOLD_MS, type Restart, readRestarts } from '../../store/home/restarts.ts'
import type { SurveyedRepo } from '../../store/home/shadow-repos.ts'
import { listLive } from '../../store/sessions/live-folder.ts'
import { sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { countSpool, type SpoolCounts } from '../../store/spool/spool.ts'
import { type CountedRecordings, countRecordings } from '../recordings/recording-counts.ts'
import { type RepoStatus, readStatus } from '../status/status.ts'
import { type UnrecordedFolder, unrecordedFolders } from '../status/unrecorded.ts'

export interface Status {
  statuses: readonly RepoStatus[]
  /** Those that cannot be read, with their problems. */
  damaged: readonly SurveyedRepo[]
  runningSessions: number
  recordings: CountedRecordings
  /** Why sessions are not recorded. */
  sessionsProblem: FlightrecError | undefined
  spool: SpoolCounts
  /** Where agents work and nobody records. */
  unrecorded: readonly UnrecordedFolder[]
  /** Errors that nobody caught, and that made recording begin anew. */
  restarts: readonly Restart[]
}

/**
 * Reads the status of these roots, or of all; `statusJson` makes one `status` of it.
 * @throws {FlightrecError} no-store, usage
 */
export async function readWholeStatus(home: Home, roots: readonly string[]): Promise<Status> {
  const statuses: RepoStatus[] = []
  const damaged: SurveyedRepo[] = []
  for (const repo of surveyRepos(home, roots)) {
    const status = repo.problem ?? (await readStatus(repo).catch(asProblem(repo)))
    if (status instanceof FlightrecError) damaged.push({ ...repo, problem: status })
    else statuses.push(status)
  }
  return {
    statuses,
    damaged,
    runningSessions: listLive(home).length,
    recordings: await countRecordings(home),
    sessionsProblem: newerFormat(sessionsGitDir(home)),
    spool: countSpool(home),
    unrecorded: unrecordedFolders(home),
    restarts: readRestarts(home, RESTARTS_TOLD_MS),
  }
}

/** A damaged repo costs its own root only. */
function asProblem({ root }: SurveyedRepo): (error: unknown) => FlightrecError {
  return (error) => {
    if (!(error instanceof FlightrecError)) throw error
    const { code, message, hint } = error
    return new FlightrecError(code, `${root}: ${message}`, { hint })
  }
}
