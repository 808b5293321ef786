/** $FLIGHTREC_HOME: where everything is kept, and the check that it is private to this user. */
import { accessSync, constants, existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { currentUser, environment, expandTilde, userHome } from '../../system/environment.ts'
import { makePrivateFolder } from '../../system/files.ts'

/** The folders of a flightrec home, all absolute. */
export interface Home {
  path: string
  configPath: string
  reposPath: string
  runPath: string
  logsPath: string
}

/** Returns the paths of the home in force, which need not exist yet. Touches nothing. */
export function locateHome(): Home {
  const given = environment('FLIGHTREC_HOME')
  const path = given ? resolve(expandTilde(given)) : join(userHome(), '.flightrec')
  return homeAt(existsSync(path) ? realpathSync(path) : path)
}

/** Returns the paths of the home that is the folder `path`, absolute and without links. */
export function homeAt(path: string): Home {
  return {
    path,
    configPath: join(path, 'config.toml'),
    reposPath: join(path, 'repos'),
    runPath: join(path, 'run'),
    logsPath: join(path, 'logs'),
  }
}

/** Whether there is something at the place of config.toml, if only a broken link. */
export function existsConfig({ configPath }: Home): boolean {
  return lstatSync(configPath, { throwIfNoEntry: false }) !== undefined
}

/**
 * Makes the home where it is missing and checks that nobody else can write to it.
 * @throws {FlightrecError} unsafe-home, or failed when it cannot be made.
 */
export function prepareHome(home: Home): void {
  try {
    for (const folder of [home.path, home.reposPath, home.runPath]) makePrivateFolder(folder)
    accessSync(home.path, constants.W_OK)
  } catch (error) {
    throw new FlightrecError(
      'failed',
      `cannot write to the flightrec home ${showText(home.path)}: ${errnoOf(error)}`,
      {
        hint: 'Set FLIGHTREC_HOME to a folder you can write to.',
        cause: error,
      },
    )
  }
  checkHome(home)
}

/** @throws {FlightrecError} unsafe-home, when the home is someone else's or others may write to it. */
function checkHome(home: Home): void {
  if (!isAbsolute(home.path) || !existsSync(home.path)) return
  const stat = statSync(home.path)
  const shown = showText(home.path)
  if (!stat.isDirectory()) {
    throw new FlightrecError('unsafe-home', `the flightrec home ${shown} is not a folder`, {
      hint: 'Move that file away, or set FLIGHTREC_HOME to a folder.',
    })
  }
  if (stat.uid !== currentUser().uid) {
    throw new FlightrecError(
      'unsafe-home',
      `the flightrec home ${shown} belongs to user ${stat.uid}`,
      {
        hint: 'Set FLIGHTREC_HOME to a folder of your own.',
      },
    )
  }
  if (stat.mode & 0o022) {
    const mode = (stat.mode & 0o777).toString(8)
    throw new FlightrecError(
      'unsafe-home',
      `others may write to the flightrec home ${shown} (mode ${mode})`,
      {
        hint: `Run \`chmod 700 ${shown}\`.`,
      },
    )
  }
}
