/** Every shadow repo of a home, those too whose config cannot be read: for the commands that look for damage. */
import { resolve } from 'node:path'
import { FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'
import { expandTilde } from '../system/environment.ts'
import type { Home } from './home.ts'
import { type SurveyedRepo, surveyShadowRepos } from './shadow-repos.ts'

/**
 * Lists the repos of a home, or those that `names` mean: a root, or the name of a repo.
 * @throws {FlightrecError} no-store, when there is none; usage, when a name means none.
 */
export function surveyRepos(home: Home, names: readonly string[]): SurveyedRepo[] {
  const repos = surveyShadowRepos(home)
  if (repos.length === 0) {
    throw new FlightrecError('no-store', `nothing is recorded in ${showText(home.path)} yet`, {
      hint: 'Run `flightrec watch .` to record this folder.',
    })
  }
  if (names.length === 0) return repos
  return repos.filter(({ name }) => names.map((wanted) => pick(repos, wanted).name).includes(name))
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

function pick(repos: readonly SurveyedRepo[], wanted: string): SurveyedRepo {
  const path = resolve(expandTilde(wanted))
  const found = repos.find(({ root, name }) => root === path || name === wanted)
  if (found) return found
  throw new FlightrecError('usage', `nothing is recorded for '${showText(wanted)}'`, {
    hint: 'Run `flightrec repos` to see what is recorded.',
  })
}
