/** Opens a root for answers: those that are asked for at about the same time read through the same processes. */
import { Reading } from '../../review/answers/reading.ts'
import { repoToRead } from '../../review/repo/repo-choice.ts'
import type { Home } from '../../store/home/home.ts'
import { now } from '../../system/clock.ts'

/** What has been recorded since is seen by whoever asks so much later. */
const SHARED_MS = 2_000
/** Processes end a little after the last question. */
const UNUSED_MS = 2_000

interface OpenRoot {
  reading: Reading
  users: number
  timer?: NodeJS.Timeout
}

const open = new Map<string, OpenRoot>()

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
  const key = repo.gitDir
  const known = open.get(key)
  const isFresh = known !== undefined && now() - known.reading.nowMs < SHARED_MS
  const one = isFresh ? known : { reading: new Reading(home, repo, undefined), users: 0 }
  if (known && !isFresh) drop(key, known)
  open.set(key, one)
  one.users += 1
  clearTimeout(one.timer)
  try {
    return await use(one.reading)
  } catch (error) {
    // A process that failed is not asked again.
    drop(key, one)
    throw error
  } finally {
    one.users -= 1
    if (open.get(key) === one) one.timer = setTimeout(() => drop(key, one), UNUSED_MS).unref()
    else if (one.users === 0) one.reading.close()
  }
}

/** Whoever uses it still closes it afterwards. */
function drop(key: string, one: OpenRoot): void {
  clearTimeout(one.timer)
  if (open.get(key) === one) open.delete(key)
  else return
  if (one.users === 0) one.reading.close()
}

/** For whoever reads for long, and closes it. */
export function openRoot(home: Home, root: string): Reading {
  const { repo } = repoToRead(home, { root, folder: undefined })
  return new Reading(home, repo, undefined)
}
