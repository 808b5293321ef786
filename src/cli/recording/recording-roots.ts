/** Which folders a recording command is about, and the configuration it works under. */

import { isInFolder } from '../../model/absolute-path.ts'
import type { Config } from '../../model/config.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { notRecordedHere } from '../../review/repo/repo-choice.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { alwaysRecorded } from '../../store/home/always-recorded.ts'
import type { Home } from '../../store/home/home.ts'
import { deepestRepo } from '../../store/home/named-repo.ts'
import { checkRoots, type Root, resolveRoots } from '../../store/home/roots.ts'
import { surveyShadowRepos } from '../../store/home/shadow-repos.ts'
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
  if (typed.length === 0) return laterRoots(home, config['watch.roots'], out, allowBroad)
  const roots = resolveRoots(typed).map((root) => recordedRoot(home, root))
  const missing = roots.find(({ state }) => state === 'missing')
  if (missing) {
    throw noFolder(missing, 'Check the path; a relative one starts at the current folder.')
  }
  return checkedRoots(home, roots, out, allowBroad)
}

/**
 * Returns what a daemon is to record: what is typed, what config.toml names, and what earlier ones were given for good;
 * where there is none of these, the current folder. What it is given now is `always`: it is recorded from now on.
 * @throws {FlightrecError} bad-root
 */
export function daemonRoots(
  home: Home,
  config: Config,
  typed: readonly string[],
  out: Output,
  allowBroad: boolean,
): { roots: string[]; always: string[] } {
  const earlier = earlierRoots(home)
  const named = configuredRoots(config)
  const isFirst = earlier.length + named.length === 0
  const given = typed.length === 0 && isFirst ? ['.'] : typed
  const others = named.length === 0 ? [] : laterRoots(home, named, out, allowBroad, !isFirst)
  for (const { path } of resolveRoots(given)) refuseOverlap(path, [...earlier, ...others])
  const always = given.length === 0 ? [] : recordingRoots(home, config, given, out, allowBroad)
  return { roots: [...new Set([...earlier, ...always, ...others])], always }
}

/** As `daemonRoots`, where no person is there: what is named may come to be later, and is not recorded for good. */
export function unattendedRoots(
  home: Home,
  config: Config,
  typed: readonly string[],
  out: Output,
  allowBroad: boolean,
): string[] {
  const roots = standingRoots(home, config, typed, out, allowBroad)
  return roots.length > 0 ? roots : laterRoots(home, ['.'], out, allowBroad)
}

/** As `unattendedRoots`, but that there may be none. */
export function standingRoots(
  home: Home,
  config: Config,
  typed: readonly string[],
  out: Output,
  allowBroad: boolean,
): string[] {
  const earlier = earlierRoots(home)
  const paths = resolveRoots(typed).map(({ path }) => path)
  const more = resolveRoots(configuredRoots(config)).filter(({ path }) => !paths.includes(path))
  const given = [...typed, ...more.map((root) => root.given)]
  const mayBeNone = earlier.length > 0
  const others = given.length === 0 ? [] : laterRoots(home, given, out, allowBroad, mayBeNone)
  return [...new Set([...earlier, ...others])]
}

function earlierRoots(home: Home): string[] {
  return alwaysRecorded(home).flatMap(({ root }) => (root === '' ? [] : [root]))
}

/** Roots that may be missing now, though not all of them, unless `mayBeNone`. */
function laterRoots(
  home: Home,
  given: readonly string[],
  out: Output,
  allowBroad: boolean,
  mayBeNone = false,
): string[] {
  const roots = resolveRoots(given)
  const missing = roots.filter(({ state }) => state === 'missing')
  if (missing[0] && missing.length === roots.length && !mayBeNone) {
    throw noFolder(missing[0], 'Correct `roots` in config.toml, or run `flightrec watch FOLDER`.')
  }
  for (const root of missing) out.warn(`'${showText(root.given)}' is not there; waiting for it`)
  return checkedRoots(home, roots, out, allowBroad)
}

function checkedRoots(home: Home, roots: Root[], out: Output, allowBroad: boolean): string[] {
  checkRoots(roots, home, { allowBroad })
  for (const { path } of roots) warnOfOverlap(home, path, out)
  return roots.map(({ path }) => path)
}

function noFolder({ given }: Root, hint: string): FlightrecError {
  return new FlightrecError('bad-root', `there is no folder '${showText(given)}'`, { hint })
}

function refuseOverlap(root: string, others: readonly string[]): void {
  const other = others.find((it) => it !== root && (isInFolder(it, root) || isInFolder(root, it)))
  if (other === undefined) return
  const what = `${showText(root)} and ${showText(other)}, which is recorded, overlap`
  throw new FlightrecError('bad-root', what, {
    hint: 'Record one of the two; `flightrec repos forget` ends the recording of the other.',
  })
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
  const configured = resolveRoots(configuredRoots(config)).map(({ path }) => path)
  const named = configured.find((root) => folder !== undefined && isInFolder(root, folder))
  if (named !== undefined) return named
  if (repos.length === 0 && configured.length === 0) return '.'
  throw notRecordedHere(repos, folder, 'To record this folder, run `flightrec snapshot .`.')
}

/** The roots that config.toml names wherever one stands; the default is none. */
function configuredRoots(config: Config): readonly string[] {
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
