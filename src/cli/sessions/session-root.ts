/** Which folder a session begun by hand is about, and which of those sessions is meant. */
import type { Config } from '../../model/config.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Session } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import { deepestRepo, namedRepo } from '../../store/home/named-repo.ts'
import { surveyShadowRepos } from '../../store/home/shadow-repos.ts'
import { listLive, readLiveSession } from '../../store/sessions/live-folder.ts'
import { workingFolder } from '../../system/environment.ts'
import { recordingRoots } from '../recording/recording-roots.ts'
import type { Output } from '../terminal/output.ts'

/**
 * Returns the folder given with `--root`, else the recorded one around the current one, else the current one.
 * @throws {FlightrecError} bad-root, usage
 */
export function sessionRoot(
  home: Home,
  config: Config,
  given: readonly string[],
  out: Output,
  allowBroad: boolean,
): string {
  const wanted = oneRoot(given) ?? rootOf(home, undefined) ?? '.'
  return recordingRoots(home, config, [wanted], out, allowBroad)[0]!
}

/**
 * Returns the running session, begun by hand, of the root given with `--root`, else of that around the current folder.
 * One of another root is ended only by its name.
 * @throws {FlightrecError} unknown-session, usage
 */
export function sessionToStop(home: Home, given: readonly string[]): Session {
  const running = listLive(home)
    .flatMap((id) => readLiveSession(home, id) ?? [])
    .filter(({ manual, command, ended }) => manual && !command && ended === undefined)
  const root = rootOf(home, oneRoot(given))
  const here = root === undefined ? undefined : running.find((session) => session.root === root)
  if (here) return here
  const where = root === undefined ? 'here' : `in ${showText(root)}`
  const message = `no session begun with \`flightrec start\` runs ${where}`
  if (running.length === 0) {
    throw new FlightrecError('unknown-session', message, {
      hint: 'Run `flightrec sessions` to see what was recorded.',
    })
  }
  throw new FlightrecError('unknown-session', `${message}; elsewhere: ${list(running)}`, {
    hint: `End one by its name, e.g. \`flightrec stop ${running[0]!.id}\`.`,
  })
}

function oneRoot(given: readonly string[]): string | undefined {
  if (given.length <= 1) return given[0]
  throw new FlightrecError('usage', 'a session has one --root', {
    hint: 'Run the command once for each root.',
  })
}

function rootOf(home: Home, named: string | undefined): string | undefined {
  const repos = surveyShadowRepos(home)
  const folder = workingFolder()
  if (named !== undefined) return namedRepo(repos, named, folder).root
  return folder === undefined ? undefined : deepestRepo(repos, folder)?.root
}

function list(sessions: readonly Session[]): string {
  return sessions
    .map(({ id, root }) => (root === undefined ? id : `${id} (${showText(root)})`))
    .join(', ')
}
