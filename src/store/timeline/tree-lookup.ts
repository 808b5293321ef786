/** Reads what one snapshot holds, path by path or folder by folder. */

import { fromGitName } from '../../git/objects/names.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { MODE_TREE, parseTree } from '../../git/objects/tree-format.ts'
import type { Side } from '../../model/change.ts'
import type { Oid } from '../../model/oid.ts'
import type { PathScope } from '../../model/path-scope.ts'
import { baseRaw, joinRaw, parentRaw, type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type MetaFolder, metaTreeOf, ROOT_ITSELF, readMetaFolder } from './meta.ts'
import {
  type RecordedNode,
  type RecordedSide,
  type RecordedTree,
  recordedNode,
  recordedSide,
} from './recorded-tree.ts'

const ROOT = rawFromText('')

type GitFolder = ReadonlyMap<RawPath, { mode: number; oid: Oid }>

/** Reads each folder once, and what git cannot hold of it once. Without a snapshot everything is absent. */
export class TreeLookup {
  readonly #reader: ObjectReader
  readonly #snapshot: Pick<Snapshot, 'tree' | 'meta'> | undefined
  readonly #inGit = new Map<RawPath, Promise<GitFolder>>()
  readonly #beside = new Map<RawPath, Promise<MetaFolder>>()

  constructor(reader: ObjectReader, snapshot: Pick<Snapshot, 'tree' | 'meta'> | undefined) {
    this.#reader = reader
    this.#snapshot = snapshot
  }

  /** Returns what was recorded at `path`; '' is the root itself. */
  async at(path: RawPath): Promise<RecordedNode | undefined> {
    if (!this.#snapshot) return undefined
    const [folder, name] = [parentRaw(path), baseRaw(path)]
    const { entries, trees } = await this.#besideGit(folder)
    if (path === ROOT) return recordedNode({ mode: MODE_TREE }, entries.get(ROOT_ITSELF))
    const more = entries.get(name)
    return (
      recordedNode((await this.#gitFolder(folder)).get(name), more) ??
      (trees.has(name) ? recordedNode({ mode: MODE_TREE }, more) : undefined)
    )
  }

  /** Returns all that a folder holds, by name, in the order of their bytes. */
  async nodesIn(folder: RawPath): Promise<Map<RawPath, RecordedNode>> {
    const [inGit, { entries, trees }] = await Promise.all([
      this.#gitFolder(folder),
      this.#besideGit(folder),
    ])
    const nodes = new Map<RawPath, RecordedNode>()
    for (const name of [...new Set([...inGit.keys(), ...entries.keys(), ...trees.keys()])].sort()) {
      if (name === ROOT_ITSELF) continue
      const isFolder = trees.has(name) && { mode: MODE_TREE }
      const node =
        recordedNode(inGit.get(name), entries.get(name)) ??
        (isFolder ? recordedNode(isFolder, entries.get(name)) : undefined)
      if (node) nodes.set(name, node)
    }
    return nodes
  }

  /** As `at`, as a side of a change. */
  async side(path: RawPath): Promise<RecordedSide | undefined> {
    return recordedSide(path, await this.at(path))
  }

  /** Returns a side that git tells with what git cannot hold of it. */
  async complete(side: Side): Promise<RecordedSide> {
    const { entries } = await this.#besideGit(parentRaw(side.path))
    return recordedSide(side.path, recordedNode(side, entries.get(baseRaw(side.path))))!
  }

  /** The meta tree of a folder; undefined when nothing below it has metadata. */
  async metaTree(folder: RawPath): Promise<Oid | undefined> {
    const commit = this.#snapshot?.meta
    if (folder === ROOT) return commit && (await metaTreeOf(this.#reader, commit))
    return (await this.#besideGit(parentRaw(folder))).trees.get(baseRaw(folder))
  }

  #besideGit(folder: RawPath): Promise<MetaFolder> {
    return remember(this.#beside, folder, async () => {
      return await readMetaFolder(this.#reader, await this.metaTree(folder))
    })
  }

  #gitFolder(folder: RawPath): Promise<GitFolder> {
    return remember(this.#inGit, folder, async () => {
      const oid = await this.#gitTree(folder)
      const entries = oid === undefined ? [] : parseTree(await this.#reader.get(oid, 'tree'))
      return new Map(entries.map(({ gitName, mode, oid }) => [fromGitName(gitName), { mode, oid }]))
    })
  }

  async #gitTree(folder: RawPath): Promise<Oid | undefined> {
    if (folder === ROOT) return this.#snapshot?.tree
    const entry = (await this.#gitFolder(parentRaw(folder))).get(baseRaw(folder))
    return entry?.mode === MODE_TREE ? entry.oid : undefined
  }
}

/**
 * Reads what a snapshot holds of the paths in `scope` and of the folders that lead to them.
 * @throws {FlightrecError} corrupt-store
 */
export async function readRecordedTree(
  reader: ObjectReader,
  snapshot: Pick<Snapshot, 'tree' | 'meta'>,
  scope: PathScope,
): Promise<RecordedTree> {
  const lookup = new TreeLookup(reader, snapshot)
  const fill = async (path: RawPath, node: RecordedNode): Promise<RecordedTree> => {
    if (node.kind !== 'folder') return node
    const wanted = [...(await lookup.nodesIn(path))].filter(([name]) => {
      return scope.leadsTo(joinRaw(path, name))
    })
    const children = await Promise.all(
      wanted.map(async ([name, child]) => [name, await fill(joinRaw(path, name), child)] as const),
    )
    return { ...node, children: new Map(children) }
  }
  return await fill(ROOT, (await lookup.at(ROOT))!)
}

function remember<Value>(
  cache: Map<RawPath, Promise<Value>>,
  key: RawPath,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = cache.get(key)
  if (known) return known
  const made = make()
  cache.set(key, made)
  return made
}
