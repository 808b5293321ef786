/** Contents that have no lines to be told: binary ones, and those too large for git to look for lines in. */
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import { formatSize } from '../../model/units.ts'
import type { RecordedChange } from '../../review/changes/snapshot-diff.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'

/** How large the two sides of a change are. */
export type SideSizes = [before: number | undefined, after: number | undefined]

/** Returns the sizes of both sides of changes, in their order. */
export async function sidesSizes(
  { sizes }: RepoView,
  changes: readonly RecordedChange[],
): Promise<SideSizes[]> {
  const sides = changes.flatMap(({ before, after }) => [before, after])
  const known = await sizes.of(sides.flatMap((side) => side?.oid ?? []))
  const sizeOf = (side: RecordedSide | undefined) =>
    side?.sizeBytes ?? (side?.oid ? known.get(side.oid) : undefined)
  return changes.map(({ before, after }) => [sizeOf(before), sizeOf(after)])
}

/** Whether git calls it binary only since it is too large. */
export function isTooLargeForLines(sizes: SideSizes): boolean {
  return sizes.some((size) => size !== undefined && size > HELD_CONTENT_BYTES_MAX)
}

export function sizeChange([before, after]: SideSizes): string {
  const shown = (size: number | undefined) => (size === undefined ? 'none' : formatSize(size))
  return `${shown(before)} → ${shown(after)}`
}
