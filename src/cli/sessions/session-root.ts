/** Which folder a session begun by hand is about, and which of those sessions is meant. */
import type { Config } from '../../model/config.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Session } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { repoAround } from '../../review/repo/repo-choice.ts'
import type { Home } from '../../store/home.ts'
import { listLive, readLiveSession } from '../../store/live-folder.ts'
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
  if (given.length > 1) {
    throw new FlightrecError('usage', 'a session has one --root', {
      hint: 'Begin one session for each root.',
    })
  }
  const around = repoAround(home, workingFolder() ?? '/')?.root ?? '.'
  return recordingRoots(home, config, [given[0] ?? around], out, allowBroad)[0]!
}

/**
 * Returns the running session, begun by hand, of the folder around the current one; else the only one.
 * @throws {FlightrecError} unknown-session, ambiguous-session
 */
export function sessionToStop(home: Home, given: readonly string[]): Session {
  const running = listLive(home)
    .flatMap((id) => readLiveSession(home, id) ?? [])
    .filter(({ manual, ended }) => manual && ended === undefined)
  const place = given[0] ?? workingFolder() ?? '/'
  const root = repoAround(home, place)?.root
  const here = running.find((session) => session.root === root)
  if (here) return here
  if (running.length === 1 && given.length === 0) return running[0]!
  if (running.length === 0 || given.length > 0) {
    const where = given[0] === undefined ? '' : ` in ${showText(place)}`
    const message = `no session begun with \`flightrec start\` runs${where}`
    throw new FlightrecError('unknown-session', message, {
      hint: 'Run `flightrec sessions` to see what was recorded.',
    })
  }
  const ids = running.map(({ id }) => id).join(', ')
  throw new FlightrecError('ambiguous-session', `${running.length} sessions run: ${ids}`, {
    hint: 'Name one, e.g. `flightrec stop sess_6a9`, or go to its folder.',
  })
}
