/** Which repo a command speaks of, opened for as long as it runs. */
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import { Reading } from '../../review/answers/reading.ts'
import {
  findRepo,
  type RepoChoice,
  repoToRead,
  repoToWrite,
} from '../../review/repo/repo-choice.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { workingFolder } from '../../system/environment.ts'
import type { Output } from '../terminal/output.ts'

interface Where {
  home: Home
  roots: readonly string[]
  /** What was typed besides options; an absolute path names its root. */
  args?: readonly string[]
  rest?: readonly string[]
}

/** Returns the repo that `--root` or the current folder means; undefined when neither does. */
export function repoHere(where: Where): ShadowRepo | undefined {
  return findRepo(where.home, choiceOf(where))
}

/** As `repoHere`, for what may write: it is refused where neither means one. */
export function repoHereToWrite(where: Where): ShadowRepo {
  return repoToWrite(where.home, choiceOf(where))
}

/** As `repoHere`, for what only reads: the only repo there is will do, and is named. */
function repoInUse(where: Where & { out: Output }): ShadowRepo {
  const { repo, isElsewhere } = repoToRead(where.home, choiceOf(where))
  if (isElsewhere) {
    const name = `${showText(repo.root)} (--root ${shellWord(showText(repo.name))})`
    where.out.talk(`this folder is not recorded; this is the record of ${name}`)
  }
  return repo
}

function choiceOf({ roots, args = [], rest = [] }: Where): RepoChoice {
  if (roots.length > 1) {
    throw new FlightrecError('usage', 'only one --root can be read at a time', {
      hint: 'Run the command once for each root.',
    })
  }
  const paths = [...args, ...rest].filter((typed) => typed.startsWith('/'))
  return { root: roots[0], folder: workingFolder(), paths }
}

/** Opens the repo in use for the time of `use`; returns the exit code, which tells of damage met on the way. */
export async function withReading(
  where: Where & { out: Output },
  use: (reading: Reading) => Promise<number>,
): Promise<number> {
  return await withRepo(repoInUse(where), where, use)
}

/** As `withReading`, for what writes into the root or the record by what it reads. */
export async function withReadingToWrite(
  where: Where & { out: Output },
  use: (reading: Reading) => Promise<number>,
): Promise<number> {
  return await withRepo(repoHereToWrite(where), where, use)
}

async function withRepo(
  repo: ShadowRepo,
  { home, out }: Where & { out: Output },
  use: (reading: Reading) => Promise<number>,
): Promise<number> {
  const reading = new Reading(home, repo, workingFolder())
  try {
    const exitCode = await use(reading)
    return tellUnreadable(out, reading.view) ? ERRORS.incomplete.exitCode : exitCode
  } finally {
    reading.close()
  }
}

/** Says what of the history could not be read, and what to do; returns whether there was anything. */
function tellUnreadable(out: Output, { unreadable }: RepoView): boolean {
  for (const what of unreadable) out.warn(what)
  if (unreadable.size > 0)
    out.talk('hint: Run `flightrec verify` to see what the damage costs, then `flightrec doctor`.')
  return unreadable.size > 0
}
