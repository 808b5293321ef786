/** What a snapshot holds of a folder, as JSON; see docs/json.md. */
import { joinRaw, type RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { modeJson, pathAddress, pathJson } from './path.ts'

const ENTRIES_MAX = 2_000

/** What a snapshot holds of a folder. */
export async function folderJson(
  view: RepoView,
  snapshot: Snapshot,
  folder: RawPath,
  start: number,
) {
  const { root } = view.repo
  const all = [...(await new TreeLookup(view.reader, snapshot).nodesIn(folder))]
  const nodes = all.slice(start, start + ENTRIES_MAX)
  const sizes = await view.sizes.of(
    nodes.flatMap(([, { oid, kind }]) => (oid && kind !== 'folder' ? [oid] : [])),
  )
  return {
    type: 'folder' as const,
    ...pathJson(root, folder),
    address: pathAddress(folder),
    root,
    repo: view.repo.name,
    snapshot_id: snapshot.id,
    total: all.length,
    start,
    entries: nodes.map(([name, { kind, mode, oid, sizeBytes }]) => ({
      address: pathAddress(joinRaw(folder, name)),
      name: showPath(name),
      kind,
      mode: modeJson(mode ?? 0),
      size: sizeBytes ?? (oid === undefined ? null : (sizes.get(oid) ?? null)),
    })),
  }
}
