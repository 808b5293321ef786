/** Which shadow repo of several a path or a name means. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { isInFolder } from '../../model/absolute-path.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { expandTilde } from '../../system/environment.ts'
import { realPath } from '../../system/real-path.ts'
import type { ShadowRepo, SurveyedRepo } from './shadow-repos.ts'

/**
 * Returns the repo that `--root` names: by the path of its root or of a folder in it, which starts at `folder`, by its
 * name or a beginning of that which no other has.
 * @throws {FlightrecError} usage, when it means none, or several.
 */
export function namedRepo(
  repos: readonly SurveyedRepo[],
  named: string,
  folder: string | undefined,
): SurveyedRepo {
  const path = resolve(folder ?? '/', expandTilde(named))
  const exact =
    repos.find(({ root }) => root === path && named !== '') ??
    repos.find(({ name }) => name === named)
  if (exact) return exact
  const around = deepestRepo(repos, path)
  // A name that was mistyped is not a path in the root around the current folder.
  if (around && named !== '' && (existsSync(path) || !existsSync(around.root))) return around
  const begun = named === '' ? [] : repos.filter(({ name }) => name.startsWith(named))
  if (begun.length === 1) return begun[0]!
  const what = begun.length > 1 ? 'several roots begin with' : 'nothing is recorded for'
  const [said, listed] = begun.length > 1 ? ['', begun] : ['; what is', repos]
  throw new FlightrecError('usage', `${what} '${showText(named)}'${said}: ${listRepos(listed)}`, {
    hint: 'Run `flightrec repos` to see what is recorded.',
  })
}

/** Returns the repo whose root holds `folder`, the deepest one when several do; it may be damaged. */
export function deepestRepo(
  repos: readonly SurveyedRepo[],
  folder: string,
): SurveyedRepo | undefined {
  const real = realPath(folder)
  return repos
    .filter(({ root }) => root !== '' && (isInFolder(root, folder) || isInFolder(root, real)))
    .sort((a, b) => b.root.length - a.root.length)[0]
}

/** Lists them in a sentence. */
export function listRepos(repos: readonly ShadowRepo[]): string {
  return repos.map(({ name, root }) => `${showText(name)} (${showText(root)})`).join(', ')
}
