/** All that a snapshot records beyond git's tree, by path. */
import { parseCommit } from '../../git/objects/commit-format.ts'
import { joinRaw, type RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type MetaEntry, ROOT_ITSELF, readMetaTree } from '../../store/timeline/meta.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { ROOT } from './tree-lookup.ts'

/** Reads the whole metadata; the root's own entry stands at ''. */
export async function readMetaByPath(
  view: RepoView,
  snapshot: Snapshot,
): Promise<Map<RawPath, MetaEntry>> {
  const byPath = new Map<RawPath, MetaEntry>()
  if (snapshot.meta === undefined) return byPath
  const commit = parseCommit(await view.reader.get(snapshot.meta, 'commit'))
  for (const [folder, entries] of await readMetaTree(view.reader, commit.tree)) {
    for (const entry of entries) {
      const isRoot = folder === ROOT && entry.name === ROOT_ITSELF
      byPath.set(isRoot ? ROOT : joinRaw(folder, entry.name), entry)
    }
  }
  return byPath
}
