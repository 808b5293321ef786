/** What can be done with a snapshot, or with some paths of it, from whatever screen it is on. */
import { join } from 'node:path'
import type { RawPath } from '../model/raw-path.ts'
import { typablePath } from '../model/show.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { RecordedChange } from '../review/changes/snapshot-diff.ts'
import type { RepoView } from '../review/repo/repo-view.ts'
import type { Desk } from './desk.ts'
import type { Key } from './screen.ts'
import { PlanScreen } from './screens/plan.ts'

export const SNAPSHOT_HINTS = [
  ['R', 'restore'],
  ['B', 'restore as before it'],
  ['u', 'undo'],
  ['y', 'copy id'],
] as const

/** Where no other screen has its own meaning for the key. */
export const PLAY_HINT = ['p', 'play what was on screen'] as const

interface Chosen {
  view: RepoView
  snapshot: Snapshot
  /** Limits it to these; everything unless given. */
  paths?: readonly RawPath[]
}

/** Both paths of a rename: restoring one without the other would leave two files. */
export function pathsOf({ type, before, after }: RecordedChange): RawPath[] {
  const sides = type === 'copied' ? [after] : [before, after]
  return [...new Set(sides.flatMap((side) => side?.path ?? []))]
}

/** Does what a key asks for; returns whether it is one of these keys. */
export function actOnSnapshot(desk: Desk, chosen: Chosen, key: Key): boolean {
  const { snapshot } = chosen
  if (key === 'y') {
    desk.outside.copy(snapshot.id)
    desk.say(`copied ${snapshot.id}`)
  } else if (key === 'p') {
    const { time: timeMs, session } = snapshot
    desk.leaveFor(() => desk.outside.play({ timeMs, session }))
  } else if (key === 'R') planRestore(desk, chosen, snapshot)
  else if (key === 'B') desk.follow(planRestoreBefore(desk, chosen))
  else if (key === 'u') planUndo(desk, chosen.view, snapshot.id, chosen.paths)
  else return false
  return true
}

/** Of a session or a step. */
const UNPROVEN = ['w', '--include-window', 'take back what only the time speaks for'] as const
const CONFLICTS = ['c', '--conflicts', 'write a file beside each conflict'] as const
const DELETE = ['d', '--delete', 'remove what it does not have'] as const

export function planUndo(
  desk: Desk,
  view: RepoView,
  name: string,
  paths: readonly RawPath[] = [],
): void {
  desk.open(undoScreen(desk, view, name, paths))
}

/** Returns the plan that takes something back: a snapshot, a session, a step. */
export function undoScreen(
  desk: Desk,
  view: RepoView,
  name: string,
  paths: readonly RawPath[] = [],
): PlanScreen {
  return new PlanScreen(desk, {
    repo: view.repo,
    words: ['undo', name, '--root', view.repo.root],
    paths: paths.map((path) => typed(view, path)),
    options: [CONFLICTS, ...(name.startsWith('sess') ? [UNPROVEN] : [])],
    wish: (options, dryRun) => ({
      act: 'undo',
      name,
      paths: paths.length === 0 ? undefined : paths,
      includeWindow: options.has('--include-window'),
      conflicts: options.has('--conflicts'),
      dryRun,
    }),
  })
}

async function planRestoreBefore(desk: Desk, chosen: Chosen): Promise<void> {
  const before = await chosen.view.parentOf(chosen.snapshot)
  if (before) planRestore(desk, chosen, before)
  else desk.say('nothing is recorded before this snapshot', true)
}

function planRestore(desk: Desk, { view, paths = [] }: Chosen, snapshot: Snapshot): void {
  desk.open(
    new PlanScreen(desk, {
      repo: view.repo,
      words: ['restore', snapshot.id, '--root', view.repo.root],
      paths: paths.map((path) => typed(view, path)),
      options: [DELETE],
      wish: (options, dryRun) => ({
        act: 'restore',
        snapshot,
        paths,
        delete: options.has('--delete'),
        force: false,
        dryRun,
      }),
    }),
  )
}

function typed({ repo }: RepoView, path: RawPath): string {
  return join(repo.root, typablePath(path))
}
