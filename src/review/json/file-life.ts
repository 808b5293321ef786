/** The life of a file as JSON; see docs/json.md. */
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import type { FileVersion, FileVersionChange } from '../history/file-life.ts'
import type { RepoView } from '../repo/repo-view.ts'
import type { BlameLine } from '../snapshot/blame.ts'
import type { RemovedLine } from '../snapshot/removed-lines.ts'
import { changeJson } from './diff.ts'
import { pathAddress, pathJson } from './path.ts'
import { snapshotJson } from './snapshot.ts'

/** A version of a file: its number, the snapshot it came with, and what that changed of it. */
export async function fileVersionJson(
  view: RepoView,
  { number, snapshot, path }: FileVersion,
  { change, movedTo }: FileVersionChange,
) {
  const { root } = view.repo
  return {
    type: 'file-version' as const,
    version: number,
    ...pathJson(root, path),
    address: pathAddress(path),
    size: await sizeOf(view, change?.after),
    moved_to: movedTo === undefined ? null : pathAddress(movedTo),
    change: change ? changeJson(root, change) : null,
    snapshot: snapshotJson(snapshot),
  }
}

async function sizeOf(view: RepoView, side: RecordedSide | undefined): Promise<number | null> {
  if (side?.sizeBytes !== undefined) return side.sizeBytes
  if (side?.oid === undefined) return null
  return (await view.sizes.of([side.oid])).get(side.oid) ?? null
}

/** Lines that follow each other and came with one snapshot, or went with it. */
interface LineRun {
  line: number
  count: number
  snapshot: number
  brought_back_in?: string
}

/** Who wrote the lines of one state of a file, and who removed those of an older one. */
export function fileLinesJson(
  at: string,
  written: readonly BlameLine[],
  removed: readonly RemovedLine[],
) {
  const snapshots = new Map<string, ReturnType<typeof snapshotJson>>()
  const places = new Map<string, number>()
  const placeOf = (snapshot: BlameLine['snapshot']) => {
    const place = places.get(snapshot.id) ?? places.size
    places.set(snapshot.id, place)
    snapshots.set(snapshot.id, snapshotJson(snapshot))
    return place
  }
  return {
    type: 'file-lines' as const,
    at_snapshot_id: at,
    written: runsOf(
      written.map(({ line, snapshot, broughtBack }) => ({
        line,
        snapshot: placeOf(snapshot),
        ...(broughtBack && { brought_back_in: broughtBack.id as string }),
      })),
    ),
    removed: runsOf(removed.map(({ line, snapshot }) => ({ line, snapshot: placeOf(snapshot) }))),
    snapshots: [...snapshots.values()],
  }
}

function runsOf(lines: readonly Omit<LineRun, 'count'>[]): LineRun[] {
  const runs: LineRun[] = []
  for (const line of lines) {
    const last = runs.at(-1)
    const isNext = last && last.line + last.count === line.line
    if (isNext && last.snapshot === line.snapshot && last.brought_back_in === line.brought_back_in)
      last.count += 1
    else runs.push({ ...line, count: 1 })
  }
  return runs
}
