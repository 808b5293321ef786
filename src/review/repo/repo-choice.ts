/** Which shadow repo a command speaks of. */
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home.ts'
import {
  openedRepo,
  type ShadowRepo,
  type SurveyedRepo,
  surveyShadowRepos,
} from '../../store/shadow-repos.ts'
import { expandTilde } from '../../system/environment.ts'
import { realPath } from '../../system/real-path.ts'

export interface RepoChoice {
  /** What `--root` said: the path of a root or of a folder in it, or the name of a repo. */
  root?: string | undefined
  /** The current folder; undefined when it is gone. */
  folder: string | undefined
}

/**
 * Returns the repo that `--root` names, else the one whose root holds the current folder, else the only one.
 * A root need not be there any more.
 * @throws {FlightrecError} no-store, when nothing is recorded; usage, when none or several fit; corrupt-store.
 */
export function chooseRepo(home: Home, choice: RepoChoice): ShadowRepo {
  const repo = findRepo(home, choice)
  if (repo) return repo
  const repos = surveyShadowRepos(home)
  throw new FlightrecError(
    'usage',
    `this folder is not recorded, and there are ${repos.length} others: ${listRepos(repos)}`,
    { hint: `Name one, e.g. \`--root ${repos[0]!.name}\`.` },
  )
}

/**
 * As `chooseRepo`, but returns undefined when several fit and none is nearest.
 * @throws {FlightrecError} no-store; usage, when `--root` names none; corrupt-store, when the one is damaged
 */
export function findRepo(home: Home, { root, folder }: RepoChoice): ShadowRepo | undefined {
  const repos = surveyShadowRepos(home)
  if (repos.length === 0) throw noRepos(home)
  if (root !== undefined) return openedRepo(namedRepo(repos, root, folder ?? '/'))
  const around = folder === undefined ? undefined : deepestRepo(repos, folder)
  const chosen = around ?? (repos.length === 1 ? repos[0] : undefined)
  return chosen && openedRepo(chosen)
}

/** Returns the repo whose root holds `folder`, the deepest one when several do; it may be damaged. */
export function repoAround(home: Home, folder: string): SurveyedRepo | undefined {
  return deepestRepo(surveyShadowRepos(home), folder)
}

export function noRepos(home: Home): FlightrecError {
  return new FlightrecError('no-store', `nothing is recorded in ${showText(home.path)} yet`, {
    hint: 'Run `flightrec watch .` to record this folder.',
  })
}

function namedRepo(repos: readonly SurveyedRepo[], root: string, folder: string): SurveyedRepo {
  const path = resolve(folder, expandTilde(root))
  const exact =
    repos.find((repo) => repo.root === path && root !== '') ??
    repos.find((repo) => repo.name === root)
  const found = exact ?? deepestRepo(repos, path)
  // A name that was mistyped is not a path in the root around the current folder.
  const isMeant = exact || (root !== '' && (existsSync(path) || !existsSync(found?.root ?? '/')))
  if (found && isMeant) return found
  throw new FlightrecError(
    'usage',
    `nothing is recorded for '${showText(root)}'; what is: ${listRepos(repos)}`,
    { hint: 'Run `flightrec repos` to see what is recorded.' },
  )
}

function deepestRepo(repos: readonly SurveyedRepo[], folder: string): SurveyedRepo | undefined {
  const real = realPath(folder)
  return repos
    .filter(({ root }) => root !== '' && (holds(root, folder) || holds(root, real)))
    .sort((a, b) => b.root.length - a.root.length)[0]
}

function holds(root: string, path: string): boolean {
  return path === root || path.startsWith(root === '/' ? '/' : `${root}/`)
}

function listRepos(repos: readonly ShadowRepo[]): string {
  return repos.map(({ name, root }) => `${showText(name)} (${showText(root)})`).join(', ')
}

/** Returns where git is to run: in the current folder when that lies in the root, else at its top. */
export function placeFor(
  { root, gitDir }: ShadowRepo,
  folder: string | undefined,
): { workTree: string; folder: string } {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    return { workTree: gitDir, folder: gitDir }
  }
  const real = folder === undefined ? undefined : realPath(folder)
  return { workTree: root, folder: real !== undefined && holds(root, real) ? real : root }
}
