/** Opens a root for the time of one answer. */
import { Reading } from '../../review/answers/reading.ts'
import { repoToRead } from '../../review/repo/repo-choice.ts'
import type { Home } from '../../store/home/home.ts'

/**
 * `root` is the name of a repo, or the path of its root.
 * @throws {FlightrecError} usage, no-store, corrupt-store
 */
export async function withRoot<Result>(
  home: Home,
  root: string,
  use: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const reading = openRoot(home, root)
  try {
    return await use(reading)
  } finally {
    reading.close()
  }
}

/** As `withRoot`; whoever opens it closes it. */
export function openRoot(home: Home, root: string): Reading {
  const { repo } = repoToRead(home, { root, folder: undefined })
  return new Reading(home, repo, undefined)
}
