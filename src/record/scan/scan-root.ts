/** The root of a scan: what is no folder, or went away, is no state of it and must not be recorded as one. */
import { lstatSync, type Stats } from 'node:fs'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'

/** @throws {FlightrecError} bad-root. */
export function lookAtRoot(root: string): Stats {
  let stats: Stats
  try {
    stats = lstatSync(root)
  } catch (cause) {
    throw new FlightrecError('bad-root', `cannot look at ${root}: ${errnoOf(cause)}`, { cause })
  }
  if (!stats.isDirectory()) {
    throw new FlightrecError('bad-root', `${root} is no longer a folder`)
  }
  return stats
}

/**
 * Returns whose the root is.
 * @throws {FlightrecError} bad-root, when it is not there.
 */
export function rootOwner(root: string): { uid: number; gid: number } {
  try {
    const { uid, gid } = lstatSync(root)
    return { uid, gid }
  } catch (cause) {
    throw new FlightrecError('bad-root', `the folder ${root} is not there`, {
      hint: 'Run `flightrec status` to see what is recorded, or `flightrec restore --to DIR`.',
      cause,
    })
  }
}

/** @throws {FlightrecError} bad-root, when it went away while it was looked at. */
export function requireRoot(root: string): void {
  if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory()) return
  throw new FlightrecError('bad-root', `${showText(root)} went away while it was looked at`, {
    hint: 'Its snapshots are kept: run `flightrec restore latest --to DIR`.',
  })
}

export function rootUnreadable(root: string, errno: string, cause: unknown): FlightrecError {
  const shown = showText(root)
  return new FlightrecError('failed', `cannot read the folder ${shown}: ${errno}`, {
    hint: `Nothing of it was recorded. Run \`ls -ld ${shown}\` to see who may read it.`,
    cause,
  })
}
