/** Which folders a recording command is about, and the configuration it works under. */

import { isInFolder } from '../../model/absolute-path.ts'
import type { Config } from '../../model/config.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { notRecordedHere } from '../../review/repo/repo-choice.ts'
import { loadConfig } from '../../store/config-file.ts'
import type { Home } from '../../store/home.ts'
import { deepestRepo } from '../../store/named-repo.ts'
import { checkRoots, type Root, resolveRoots } from '../../store/roots.ts'
import { surveyShadowRepos } from '../../store/shadow-repos.ts'
import { workingFolder } from '../../system/environment.ts'
import type { Output } from '../terminal/output.ts'

/** Reads config.toml and says what is odd in it. */
export async function loadConfigAloud(home: Home, out: Output): Promise<Config> {
  const { config, warnings } = await loadConfig(home)
  for (const warning of warnings) out.warn(warning)
  return config
}

/** As `loadConfigAloud`, and says what may be meant so: for whoever begins to record for longer. */
export async function loadConfigToRecord(home: Home, out: Output): Promise<Config> {
  const { remarks } = await loadConfig(home)
  for (const remark of remarks) out.warn(remark)
  return await loadConfigAloud(home, out)
}

/**
 * Returns absolute paths of the folders to record: those typed, else those of the configuration. One that was
 * typed must be there; one of the configuration may come back later.
 * @throws {FlightrecError} bad-root
 */
export function recordingRoots(
  home: Home,
  config: Config,
  typed: readonly string[],
  out: Output,
  allowBroad: boolean,
): string[] {
  const roots =
    typed.length > 0
      ? resolveRoots(typed).map((root) => recordedRoot(home, root))
      : resolveRoots(config['watch.roots'])
  const missing = roots.filter(({ state }) => state === 'missing')
  for (const { given } of missing) {
    if (typed.length > 0 || missing.length === roots.length) {
      throw new FlightrecError('bad-root', `there is no folder '${showText(given)}'`, {
        hint:
          typed.length > 0
            ? 'Check the path; a relative one starts at the current folder.'
            : 'Correct `roots` in config.toml, or run `flightrec watch FOLDER`.',
      })
    }
    out.warn(`'${showText(given)}' is not there; waiting for it`)
  }
  checkRoots(roots, home, { allowBroad })
  for (const { path } of roots) warnOfOverlap(home, path, out)
  return roots.map(({ path }) => path)
}

/**
 * Returns the root around the current folder: one that is recorded, or that config.toml names; where nothing is
 * recorded and config.toml names none, the current folder.
 * @throws {FlightrecError} usage, when the current folder lies in none.
 */
export function rootHere(home: Home, config: Config): string {
  const repos = surveyShadowRepos(home)
  const folder = workingFolder()
  const around = folder === undefined ? undefined : deepestRepo(repos, folder)
  if (around) return around.root
  const configured = resolveRoots(standingRoots(config)).map(({ path }) => path)
  const named = configured.find((root) => folder !== undefined && isInFolder(root, folder))
  if (named !== undefined) return named
  if (repos.length === 0 && configured.length === 0) return '.'
  throw notRecordedHere(repos, folder, 'To record this folder, run `flightrec snapshot .`.')
}

/** The roots that config.toml names wherever one stands; the default is none. */
function standingRoots(config: Config): readonly string[] {
  const roots = config['watch.roots']
  return roots.length === 1 && roots[0] === '.' ? [] : roots
}

/** Whoever is in a folder of a recorded one seldom means to begin a second timeline of the same files. */
function warnOfOverlap(home: Home, path: string, out: Output): void {
  const repos = surveyShadowRepos(home)
  if (repos.some(({ root }) => root === path)) return
  const above = repos.find(({ root }) => root !== '' && isInFolder(root, path))
  if (!above) return
  const named = `${showText(path)} lies in ${showText(above.root)}, which is recorded`
  out.warn(`${named}: from now on it has a timeline of its own beside that`)
}

/** A name that is no folder may be that of a repo, as it is for the commands that read. */
function recordedRoot(home: Home, root: Root): Root {
  if (root.state !== 'missing') return root
  const repo = surveyShadowRepos(home).find(({ name }) => name === root.given)
  return repo ? resolveRoots([repo.root])[0]! : root
}
