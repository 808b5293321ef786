/** What `diff` compares: two snapshots, one with the latest, the latest with the work tree, or one change. */
import { FlightrecError } from '../../model/errors.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { SnapshotNames } from '../names/snapshot-names.ts'
import type { RepoView } from '../repo/repo-view.ts'

export interface DiffSides {
  /** Absent: nothing, before the first snapshot. */
  from: Snapshot | undefined
  /** Absent: the work tree as it is now. */
  to: Snapshot | undefined
}

/**
 * Reads the arguments of `diff`: none, `A`, `A B`, `A..B`, `diff-<id>`, or `diff-<id>..<id>`.
 * @throws {FlightrecError} unknown-snapshot, ambiguous-snapshot, usage
 */
export async function readDiffRequest(
  view: RepoView,
  names: SnapshotNames,
  args: readonly string[],
): Promise<DiffSides> {
  if (args.length > 2) {
    throw new FlightrecError('usage', 'diff compares two snapshots at most', {
      hint: 'Put paths after `--`, e.g. `flightrec diff latest~1 latest -- src`.',
    })
  }
  const [first, second] = args
  if (first === undefined) return { from: await names.latest(), to: undefined }
  if (second !== undefined) return { from: await names.get(first), to: await names.get(second) }
  const range = /^(?:diff-)?(.+?)\.\.(.+)$/s.exec(first)
  if (range) return { from: await names.get(range[1]!), to: await names.get(range[2]!) }
  const snapshot = await names.get(first)
  if (!first.startsWith('diff-')) return { from: snapshot, to: await names.latest() }
  return changeSides(view, snapshot)
}

/** Returns the change that `snapshot` made. */
export async function changeSides(view: RepoView, snapshot: Snapshot) {
  return { from: await view.parentOf(snapshot), to: snapshot }
}

/** Names a diff so that `flightrec diff` finds it again; undefined when it is with the work tree. */
export function diffId({ from, to }: DiffSides): string | undefined {
  if (!to) return undefined
  return from?.commit === to.parent ? `diff-${to.id}` : `diff-${from?.id}..${to.id}`
}
