/** The content of one change, for whoever shows it alone: its patch, or why there is none. */
import { diffPatches } from '../../git/compare/diff.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { isBinaryBody, isTextual } from './change-text.ts'
import type { RecordedChange } from './snapshot-diff.ts'

/** Sizes of the content before and after, where there was some. */
export interface ContentSizes {
  before?: number | undefined
  after?: number | undefined
}

export type ChangeBody =
  | { is: 'text'; patch: Buffer }
  | ({ is: 'binary' } & ContentSizes)
  /** There is more content than was asked for. */
  | ({ is: 'long' } & ContentSizes)
  /** Over the size cap: the content was not recorded. */
  | { is: 'unheld' }
  | { is: 'folder' }

/** Reads how a path changed from one snapshot to the other; content of more than `bytesMax` is not read. */
export async function readChangeBody(
  view: RepoView,
  sides: { before: Snapshot | undefined; after: Snapshot },
  change: RecordedChange,
  bytesMax: number,
): Promise<ChangeBody> {
  const { before, after } = change
  if (before?.kind === 'large' || after?.kind === 'large') return { is: 'unheld' }
  if (!isTextual(change)) return { is: 'folder' }
  const oids = [before?.oid, after?.oid]
  const known = await view.sizes.of(oids.filter((oid) => oid !== undefined))
  const [old, current] = oids.map((oid) => oid && known.get(oid))
  const sizes = { before: old, after: current }
  if ((old ?? 0) + (current ?? 0) > bytesMax) return { is: 'long', ...sizes }
  const paths = [before?.path, after?.path].filter((path) => path !== undefined)
  const query = {
    before: sides.before?.tree,
    after: sides.after.tree,
    paths: [...new Set(paths)],
  }
  const bodies: Buffer[] = []
  for await (const patch of diffPatches(view.gitDir, query, [change])) bodies.push(...patch.bodies)
  if (bodies.some(isBinaryBody)) return { is: 'binary', ...sizes }
  return { is: 'text', patch: Buffer.concat(bodies) }
}
