/** `diff`: what differs between two snapshots, or between the latest and the root as it is. */
import type { DiffQuery } from '../../git/compare/diff.ts'
import { filterOf } from '../../model/filter.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { LoadedConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { type DiffSides, readDiffRequest } from '../changes/diff-request.ts'
import { diffSnapshots, type SnapshotDiff } from '../changes/snapshot-diff.ts'
import { diffWorkTree, type RecordingScope } from '../changes/work-tree-diff.ts'
import { diffJson } from '../json/diff.ts'
import { homeInRoot } from '../repo/root-paths.ts'
import type { Reading } from './reading.ts'

export interface DiffRequest {
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
  const scope = recordingScope(await request.config(), view.repo.root, home)
  return await diffWorkTree(view, from!, scope, paths, (diff, query) =>
    use({ sides, diff, query, unread: diff.unread }),
  )
}

/** Returns what the configuration says is recorded. */
function recordingScope({ config }: LoadedConfig, root: string, home: Home): RecordingScope {
  return {
    filter: filterOf(config),
    respectGitignore: config['filter.respect_gitignore'],
    excluded: homeInRoot(root, home.path),
  }
}

/** Returns one `diff`. */
export async function answerDiff(
  { view, nowMs }: Reading,
  { sides, diff, query }: Pick<Comparison, 'sides' | 'diff' | 'query'>,
) {
  return await diffJson(diff, { view, query, ...sides, createdMs: sides.to?.time ?? nowMs })
}
