/** Opens a root for answers: those that are asked for at about the same time read through the same processes. */
import { Reading } from '../../review/answers/reading.ts'
import { repoToRead } from '../../review/repo/repo-choice.ts'
import type { Home } from '../../store/home/home.ts'
import { now } from '../../system/clock.ts'
import { Lending } from './lending.ts'

/** What has been recorded since is seen by whoever asks so much later. */
const SHARED_MS = 2_000
/** Processes end a little after the last question. */
const UNUSED_MS = 2_000
const OPEN_MAX = 32

const lending = new Lending<Reading>({
  close: (reading) => reading.close(),
  isFresh: ({ nowMs }) => now() - nowMs < SHARED_MS,
  unusedMs: UNUSED_MS,
  max: OPEN_MAX,
})

/**
 * `root` is the name of a repo, or the path of its root.
 * @throws {FlightrecError} usage, no-store, corrupt-store
 */
export async function withRoot<Result>(
  home: Home,
  root: string,
  use: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const { repo } = repoToRead(home, { root, folder: undefined })
  return await lending.with(repo.gitDir, () => new Reading(home, repo, undefined), use)
}

/** For whoever reads for long, and closes it. */
export function openRoot(home: Home, root: string): Reading {
  const { repo } = repoToRead(home, { root, folder: undefined })
  return new Reading(home, repo, undefined)
}
