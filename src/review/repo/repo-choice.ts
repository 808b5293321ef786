/** Which shadow repo a command speaks of. */
import { existsSync, statSync } from 'node:fs'
import { isInFolder } from '../../model/absolute-path.ts'
import { FlightrecError } from '../../model/errors.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import { deepestRepo, listRepos, namedRepo } from '../../store/home/named-repo.ts'
import { noRepos } from '../../store/home/repo-survey.ts'
import {
  openedRepo,
  type ShadowRepo,
  type SurveyedRepo,
  surveyShadowRepos,
} from '../../store/home/shadow-repos.ts'
import { realPath } from '../../system/real-path.ts'

export interface RepoChoice {
  /** What `--root` said: the path of a root or of a folder in it, or the name of a repo. */
  root?: string | undefined
  /** The current folder, or where it was when it is gone; undefined when that is not known. */
  folder: string | undefined
  /** Absolute paths that were typed. */
  paths?: readonly string[]
}

/**
 * Returns the repo that `--root` names, else the one whose root holds the current folder, else the one whose root holds
 * all paths that were typed; undefined when there is none of these. A root need not be there any more.
 * @throws {FlightrecError} no-store, when nothing is recorded; usage, when `--root` names none; corrupt-store, when the
 * one is damaged.
 */
export function findRepo(
  home: Home,
  { root, folder, paths = [] }: RepoChoice,
): ShadowRepo | undefined {
  const repos = surveyShadowRepos(home)
  if (repos.length === 0) throw noRepos(home)
  if (root !== undefined) return openedRepo(namedRepo(repos, root, folder))
  const around = folder === undefined ? undefined : deepestRepo(repos, folder)
  const meant = around ?? repoOfAll(repos, paths)
  return meant && openedRepo(meant)
}

function repoOfAll(
  repos: readonly SurveyedRepo[],
  paths: readonly string[],
): SurveyedRepo | undefined {
  const [first, ...others] = paths.map((path) => deepestRepo(repos, path))
  return others.every((repo) => repo?.name === first?.name) ? first : undefined
}

/**
 * Returns the repo to read: as `findRepo`, else the only one there is, which is then `elsewhere`.
 * @throws {FlightrecError} as `findRepo`; usage, when several may be meant.
 */
export function repoToRead(
  home: Home,
  choice: RepoChoice,
): { repo: ShadowRepo; isElsewhere: boolean } {
  const found = findRepo(home, choice)
  if (found) return { repo: found, isElsewhere: false }
  const repos = surveyShadowRepos(home)
  if (repos.length === 1) return { repo: openedRepo(repos[0]!), isElsewhere: true }
  const listed = `there are ${repos.length} others: ${listRepos(repos)}`
  throw new FlightrecError('usage', `this folder is not recorded, and ${listed}`, {
    hint: `Name one, e.g. \`--root ${showText(repos[0]!.name)}\`.`,
  })
}

/**
 * Returns the repo to write by: as `findRepo`. What one did not name and does not stand in is never written to.
 * @throws {FlightrecError} as `findRepo`; usage, when nothing around the current folder is recorded.
 */
export function repoToWrite(home: Home, choice: RepoChoice): ShadowRepo {
  const found = findRepo(home, choice)
  if (found) return found
  throw notRecordedHere(surveyShadowRepos(home), choice.folder)
}

/** Says that the current folder lies in none of `repos`, how to name one of them, and what else can be done. */
export function notRecordedHere(
  repos: readonly SurveyedRepo[],
  folder: string | undefined,
  ...more: string[]
): FlightrecError {
  const here = folder === undefined ? 'the current folder' : showText(folder)
  const listed = repos.length > 0 ? `; what is: ${listRepos(repos)}` : ''
  const hints = repos[0]
    ? [`Name the root that is meant, e.g. \`--root ${nameOf(repos[0])}\`.`]
    : []
  const gone = repos.find(({ root }) => root !== '' && !existsSync(root))
  if (gone) {
    const follow = `flightrec doctor --fix --root ${nameOf(gone)} --moved-to .`
    hints.push(`If ${showText(gone.root)} has moved here, run \`${follow}\`.`)
  }
  return new FlightrecError('usage', `${here} is not recorded${listed}`, {
    hint: [...hints, ...more].join(' '),
  })
}

function nameOf({ name }: SurveyedRepo): string {
  return shellWord(showText(name))
}

/** Returns the repo whose root holds `folder`, the deepest one when several do; it may be damaged. */
export function repoAround(home: Home, folder: string): SurveyedRepo | undefined {
  return deepestRepo(surveyShadowRepos(home), folder)
}

/** Returns where git is to run: in the current folder when that lies in the root, else at its top. */
export function placeFor(
  { root, gitDir }: ShadowRepo,
  folder: string | undefined,
): { workTree: string; folder: string } {
  if (!isFolder(root)) return { workTree: gitDir, folder: gitDir }
  const real = folder !== undefined && isFolder(folder) ? realPath(folder) : root
  return { workTree: root, folder: isInFolder(root, real) ? real : root }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
