/** Every shadow repo of a home, those too whose config cannot be read: for the commands that look for damage. */
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { workingFolder } from '../../system/environment.ts'
import type { Home } from './home.ts'
import { namedRepo } from './named-repo.ts'
import { type SurveyedRepo, surveyShadowRepos } from './shadow-repos.ts'

/**
 * Lists the repos of a home, or those that `names` mean, as `namedRepo` has it.
 * @throws {FlightrecError} no-store, when there is none; usage, when a name means none.
 */
export function surveyRepos(home: Home, names: readonly string[]): SurveyedRepo[] {
  const repos = surveyShadowRepos(home)
  if (repos.length === 0) throw noRepos(home)
  if (names.length === 0) return repos
  const wanted = new Set(names.map((name) => namedRepo(repos, name, workingFolder())))
  return repos.filter((repo) => wanted.has(repo))
}

export function noRepos(home: Home): FlightrecError {
  return new FlightrecError('no-store', `nothing is recorded in ${showText(home.path)} yet`, {
    hint: 'Run `flightrec watch .` to record this folder.',
  })
}

/** As `surveyRepos`, but returns none when there is none and none was asked for. */
export function surveyReposIfAny(home: Home, names: readonly string[]): SurveyedRepo[] {
  try {
    return surveyRepos(home, names)
  } catch (error) {
    const isNone = error instanceof FlightrecError && error.code === 'no-store'
    if (isNone && names.length === 0) return []
    throw error
  }
}
