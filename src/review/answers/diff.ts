/** `diff`: what differs between two snapshots, or between the latest and the root as it is. */
import type { DiffQuery } from '../../git/compare/diff.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { LoadedConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { recordingScope } from '../../store/home/recording-scope.ts'
import { type DiffSides, readDiffRequest } from '../changes/diff-request.ts'
import { diffSnapshots, type SnapshotDiff } from '../changes/snapshot-diff.ts'
import { diffWorkTree } from '../changes/work-tree-diff.ts'
import { diffJson } from '../json/diff.ts'
import type { Reading } from './reading.ts'

interface DiffRequest {
  /** What to compare, as typed: none, `A`, `A B`, `A..B`, `diff-<id>`. */
  sides: readonly string[]
  /** As typed. */
  paths: readonly string[]
  /** Says what of the root would be recorded. */
  config(): Promise<LoadedConfig>
}

/** Two states that were compared, and what differs. */
export interface Comparison {
  sides: DiffSides
  diff: SnapshotDiff
  query: DiffQuery
  /** What of the root may not be read, and so was not compared. */
  unread: readonly RawPath[]
}

/**
 * Calls `use` with the comparison: with the root as it is, git can tell its text only then.
 * @throws {FlightrecError} unknown-snapshot, ambiguous-snapshot, usage, bad-root, …
 */
export async function withComparison<Result>(
  home: Home,
  reading: Reading,
  request: DiffRequest,
  use: (comparison: Comparison) => Promise<Result>,
): Promise<Result> {
  const { view } = reading
  const sides = await readDiffRequest(view, reading.snapshots, request.sides)
  const paths = reading.paths(request.paths)
  const { from, to } = sides
  if (to) {
    const diff = await diffSnapshots(view, from, to, paths)
    const query = { before: from?.tree, after: to.tree, paths }
    return await use({ sides, diff, query, unread: [] })
  }
  const { config } = await request.config()
  const scope = recordingScope(home, config, view.repo.root)
  return await diffWorkTree(view, from!, scope, paths, (diff, query) =>
    use({ sides, diff, query, unread: diff.unread }),
  )
}

/** Returns one `diff`. */
export async function answerDiff(
  { view, nowMs }: Reading,
  { sides, diff, query }: Pick<Comparison, 'sides' | 'diff' | 'query'>,
) {
  return await diffJson(diff, { view, query, ...sides, createdMs: sides.to?.time ?? nowMs })
}
