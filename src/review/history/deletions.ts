/** What was deleted lately, burst by burst: one `rm -rf` may lie in several snapshots. */
import { isWithin, parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { Snapshot, SnapshotSpan } from '../../model/snapshot.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import { diffSnapshots, type RecordedChange } from '../changes/snapshot-diff.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { readLog } from './log.ts'

/** What one snapshot deleted, and nothing later did. */
export interface Deletion {
  span: SnapshotSpan
  paths: RawPath[]
  /** Those of them where nothing is now. */
  missing: RawPath[]
}

/** Deletions that followed each other, newest first. */
export type Burst = readonly Deletion[]

export interface DeletionQuery {
  /** What is there now. */
  latest: Snapshot
  /** Only what was at or below these. */
  paths?: readonly RawPath[] | undefined
  sinceMs?: number | undefined
  untilMs?: number | undefined
  /** Also where something is again everywhere. */
  withPresent?: boolean
}

/** Deletions this near to each other are one burst. */
const BURST_MS = 10_000

/** Yields bursts, the newest first. */
export async function* readBursts(view: RepoView, query: DeletionQuery): AsyncGenerator<Burst> {
  const isWorthwhile = (burst: Burst) =>
    query.withPresent ? burst.length > 0 : burst.some(({ missing }) => missing.length > 0)
  let open: Deletion[] = []
  for await (const deletion of readDeletions(view, query)) {
    const newer = open.at(-1)?.span.after.time ?? Number.POSITIVE_INFINITY
    if (newer - deletion.span.after.time > BURST_MS) {
      if (isWorthwhile(open)) yield open
      open = []
    }
    open.push(deletion)
  }
  if (isWorthwhile(open)) yield open
}

async function* readDeletions(
  view: RepoView,
  { latest, paths, sinceMs, untilMs }: DeletionQuery,
): AsyncGenerator<Deletion> {
  const now = new TreeLookup(view.reader, latest)
  const known = new Set<RawPath>()
  const isAsked = (path: RawPath) => !paths || paths.some((one) => isWithin(one, path))
  for await (const entry of readLog(view, { paths, sinceMs, untilMs })) {
    const before = entry.type === 'snapshot' && (await view.parentOf(entry.snapshot))
    if (entry.type !== 'snapshot' || !before) continue
    const { changes } = await diffSnapshots(view, before, entry.snapshot)
    const deletion: Deletion = { span: { before, after: entry.snapshot }, paths: [], missing: [] }
    for (const { path, isDeleted } of leftBy(changes)) {
      if (!isAsked(path) || known.has(path)) continue
      known.add(path)
      if (!isDeleted) continue
      deletion.paths.push(path)
      if (!(await now.side(path))) deletion.missing.push(path)
    }
    if (deletion.paths.length > 0) yield deletion
  }
}

/** Where nothing is after a change: of a file that was renamed since, nothing older was lost. */
function leftBy(changes: readonly RecordedChange[]): { path: RawPath; isDeleted: boolean }[] {
  return changes.flatMap(({ type, before }) =>
    before && (type === 'removed' || type === 'renamed')
      ? [{ path: before.path, isDeleted: type === 'removed' }]
      : [],
  )
}

/** Returns the folder that all of them are in, '' being the root; of one path, that itself. */
export function commonFolder(paths: readonly RawPath[]): RawPath {
  const [first, ...others] = paths
  let folder = first ?? ('' as RawPath)
  for (const path of others) while (!isWithin(folder, path)) folder = parentRaw(folder)
  return folder
}
