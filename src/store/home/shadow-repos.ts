/** The shadow repos of a home: one bare-layout git repository for each root, under repos/<name>. */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { initShadowRepo } from '../../git/shadow-config.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import {
  makePrivateFolderIn,
  namesIn,
  readTextIfThere,
  removeFolder,
  syncFolder,
  temporaryName,
} from '../../system/files.ts'
import { formatVersionIn, newerFormat } from './format-version.ts'
import type { Home } from './home.ts'

/** No repo is called so, since names of repos do not begin with a dot. */
const UNFINISHED = '.unfinished'

export interface ShadowRepo {
  /** Folder name under repos/, unique in the home. */
  name: string
  gitDir: string
  /** Absolute path of the watched folder; it may be gone. */
  root: string
}

/** A shadow repo that may be damaged. */
export interface SurveyedRepo extends ShadowRepo {
  /** Why the repo cannot be opened; its root is then what the file `description` says, or ''. */
  problem?: FlightrecError
}

/** Lists the shadow repos of a home by name, without those that cannot be opened: one must not cost the others. */
export function listShadowRepos(home: Home): ShadowRepo[] {
  return surveyShadowRepos(home).filter(({ problem }) => problem === undefined)
}

/** Lists all shadow repos of a home by name; a folder that is no shadow repo is passed over. */
export function surveyShadowRepos(home: Home): SurveyedRepo[] {
  return namesIn(home.reposPath)
    .sort()
    .filter((name) => !name.startsWith(UNFINISHED))
    .filter((name) => existsSync(join(home.reposPath, name, 'objects')))
    .map((name) => surveyRepo(home, name))
}

/** Opens a repo, or says why it cannot be opened. */
export function surveyRepo(home: Home, name: string): SurveyedRepo {
  try {
    return openShadowRepo(home, name)
  } catch (error) {
    const problem = asProblem(error, name)
    const gitDir = join(home.reposPath, name)
    return { name, gitDir, root: describedRoot(gitDir), problem }
  }
}

/**
 * Returns the repo when it can be opened.
 * @throws {FlightrecError} its problem, when it cannot.
 */
export function openedRepo(repo: SurveyedRepo): ShadowRepo {
  if (repo.problem) throw repo.problem
  return repo
}

function asProblem(error: unknown, name: string): FlightrecError {
  if (error instanceof FlightrecError) return error
  if (errnoOf(error) === undefined) throw error
  return new FlightrecError('corrupt-store', `the config of ${name} cannot be read`, {
    hint: 'Run `flightrec doctor --fix`.',
    cause: error,
  })
}

/** The root as the second place names it, for when `config` cannot be read. */
export function describedRoot(gitDir: string): string {
  const text = readTextIfThere(join(gitDir, 'description')) ?? ''
  return text.replace(/\n$/, '').replaceAll('\\n', '\n')
}

/** @throws {FlightrecError} newer-format; corrupt-store, when its config does not name a root. */
function openShadowRepo(home: Home, name: string): ShadowRepo {
  const gitDir = join(home.reposPath, name)
  const config = readFileSync(join(gitDir, 'config'), 'utf8')
  const root = unquote(/^\tworktree = (.*)$/m.exec(config)?.[1] ?? '')
  const newer = newerFormat(gitDir)
  if (newer) throw newer
  if (root === '' || formatVersionIn(config) === undefined) {
    throw new FlightrecError(
      'corrupt-store',
      `${showText(gitDir)}/config is not that of a shadow repo`,
      {
        hint: 'Run `flightrec doctor --fix`.',
      },
    )
  }
  return { name, gitDir, root }
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value
  const escapes: Record<string, string> = { n: '\n', t: '\t' }
  return value
    .slice(1, -1)
    .replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character)
}

/** @throws {FlightrecError} corrupt-store, when the repo of this root is damaged. */
export function findShadowRepo(home: Home, root: string): ShadowRepo | undefined {
  const repo = surveyShadowRepos(home).find((it) => it.root === root)
  return repo && openedRepo(repo)
}

/** Returns the shadow repo of `root`, made when there is none: named like the folder, -2, -3 … when taken. */
export function ensureShadowRepo(home: Home, root: string): ShadowRepo {
  const existing = findShadowRepo(home, root)
  if (existing) return existing
  removeUnfinished(home)
  const name = freeName(home, basename(root))
  const gitDir = join(home.reposPath, name)
  const unfinished = temporaryName(join(home.reposPath, UNFINISHED))
  makePrivateFolderIn(home.reposPath, unfinished)
  initShadowRepo(unfinished, root)
  renameSync(unfinished, gitDir)
  syncFolder(home.reposPath)
  return { name, gitDir, root }
}

/** What a process left that died, or had no space, while it laid out a repo. */
function removeUnfinished(home: Home): void {
  for (const name of namesIn(home.reposPath)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(home.reposPath, name), { recursive: true })
  }
}

/**
 * Removes the record of a root: as a whole, or, after a crash, not at all. The caller holds the lock of the home, and
 * nobody else is at work in the repo.
 */
export function removeShadowRepo(home: Home, { gitDir }: ShadowRepo): void {
  const unfinished = temporaryName(join(home.reposPath, UNFINISHED))
  renameSync(gitDir, unfinished)
  syncFolder(home.reposPath)
  removeFolder(unfinished)
}

function freeName(home: Home, wanted: string): string {
  const plain =
    wanted
      .replace(/[^\p{L}\p{N}._-]/gu, '_')
      .replace(/^[.-]+/, '')
      .slice(0, 100) || 'root'
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? plain : `${plain}-${n}`
    if (!existsSync(join(home.reposPath, name))) return name
  }
}
