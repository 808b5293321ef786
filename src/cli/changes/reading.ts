/** What every reading command starts with: the repo it speaks of, and what snapshots, times and paths mean there. */
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import { parseTimeExpression } from '../../model/time-expression.ts'
import { SnapshotNames } from '../../review/names/snapshot-names.ts'
import {
  findRepo,
  type RepoChoice,
  repoToRead,
  repoToWrite,
} from '../../review/repo/repo-choice.ts'
import { RepoView } from '../../review/repo/repo-view.ts'
import { pathInRoot } from '../../review/repo/root-paths.ts'
import { RecordedSessions } from '../../review/sessions/recorded-sessions.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { now } from '../../system/clock.ts'
import { workingFolder } from '../../system/environment.ts'
import type { Output } from '../terminal/output.ts'

export interface Reading {
  repo: ShadowRepo
  view: RepoView
  snapshots: SnapshotNames
  sessions: RecordedSessions
  nowMs: number
  /** Paths as typed, relative to the root; undefined when there are none. */
  paths(typed: readonly string[]): RawPath[] | undefined
  /** An optional path as typed, or a part of one. */
  replayPath(typed: string | undefined): RawPath | undefined
  /** An optional time as typed. */
  time(typed: string | undefined): number | undefined
}

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
  const view = new RepoView(repo)
  const nowMs = now()
  const sessions = new RecordedSessions(home)
  try {
    const exitCode = await use({
      repo,
      view,
      nowMs,
      sessions,
      snapshots: new SnapshotNames(view.gitDir, view.reader, { nowMs, sessions }),
      paths: (typed) =>
        typed.length === 0
          ? undefined
          : typed.map((path) => pathInRoot(repo.root, workingFolder(), path)),
      replayPath: (typed) => {
        if (typed === undefined || typed === '') return undefined
        const isPlace = /^(?:\/|\.\.?(?:\/|$))/.test(typed)
        return isPlace ? pathInRoot(repo.root, workingFolder(), typed) : rawFromText(typed)
      },
      time: (typed) => (typed === undefined ? undefined : parseTimeExpression(typed, nowMs)),
    })
    return tellUnreadable(out, view) ? ERRORS.incomplete.exitCode : exitCode
  } finally {
    view.close()
    sessions.close()
  }
}

/** Says what of the history could not be read, and what to do; returns whether there was anything. */
function tellUnreadable(out: Output, { unreadable }: RepoView): boolean {
  for (const what of unreadable) out.warn(what)
  if (unreadable.size > 0)
    out.talk('hint: Run `flightrec verify` to see what the damage costs, then `flightrec doctor`.')
  return unreadable.size > 0
}
