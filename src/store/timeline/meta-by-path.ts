/** All that a snapshot records beyond git's tree, by path; and the paths where two snapshots differ in it. */
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { joinRaw, type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type MetaEntry, metaTreeOf, ROOT_ITSELF, readMetaFolder, readMetaTree } from './meta.ts'
import type { TreeLookup } from './tree-lookup.ts'

const ROOT = rawFromText('')

/** Reads the whole metadata; the root's own entry stands at ''. */
export async function readMetaByPath(
  reader: ObjectReader,
  snapshot: Pick<Snapshot, 'meta'>,
): Promise<Map<RawPath, MetaEntry>> {
  const byPath = new Map<RawPath, MetaEntry>()
  if (snapshot.meta === undefined) return byPath
  const tree = await metaTreeOf(reader, snapshot.meta)
  for (const [folder, entries] of await readMetaTree(reader, tree)) {
    for (const entry of entries) byPath.set(pathOf(folder, entry.name), entry)
  }
  return byPath
}

/** Yields the paths whose metadata differs between two snapshots; equal folders are not read. */
export async function* differingMeta(
  reader: ObjectReader,
  before: TreeLookup,
  after: TreeLookup,
  folder: RawPath = ROOT,
): AsyncGenerator<RawPath> {
  const trees = [await before.metaTree(folder), await after.metaTree(folder)]
  if (trees[0] === trees[1]) return
  const names = new Set<RawPath>()
  const below = new Set<RawPath>()
  const seen = new Map<RawPath, string>()
  for (const tree of trees) {
    const read = await readMetaFolder(reader, tree)
    for (const [name, entry] of read.entries) {
      const text = JSON.stringify(entry)
      if (seen.get(name) === text) names.delete(name)
      else names.add(name)
      seen.set(name, text)
    }
    for (const name of read.trees.keys()) below.add(name)
  }
  for (const name of names) yield pathOf(folder, name)
  for (const name of below) yield* differingMeta(reader, before, after, joinRaw(folder, name))
}

function pathOf(folder: RawPath, name: RawPath): RawPath {
  return name === ROOT_ITSELF ? ROOT : joinRaw(folder, name)
}
