/** One snapshot's tree with what git cannot hold laid over it: real modes, owners, empty folders, large files. */

import { parseCommit } from '../../git/objects/commit-format.ts'
import { fromGitName } from '../../git/objects/names.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { MODE_LINK, MODE_TREE, parseTree } from '../../git/objects/tree-format.ts'
import type { Side } from '../../model/change.ts'
import type { Oid } from '../../model/oid.ts'
import { baseRaw, joinRaw, parentRaw, type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import {
  META_ENTRIES,
  type MetaEntry,
  metaFolderName,
  parseMetaEntries,
  ROOT_ITSELF,
} from '../../store/timeline/meta.ts'

export const ROOT = rawFromText('')
const FILE_TYPE = 0o100000
const PERMISSIONS = 0o7777

/** A `Side` with all that was recorded of it. */
export interface RecordedSide extends Side {
  /** `large`: over the size cap, so that only its size and SHA-256 are known. */
  kind: 'file' | 'link' | 'folder' | 'large'
  /** Set for a folder that git's tree does not list. */
  isEmpty?: true
  /** Owner, where it is not that of the root. */
  uid?: number
  gid?: number
  sizeBytes?: number
  sha256?: string
}

/** Looks paths up in one snapshot; reads each folder once. Without a snapshot everything is absent. */
export class TreeLookup {
  readonly #reader: ObjectReader
  readonly #snapshot: Snapshot | undefined
  readonly #folders = new Map<RawPath, Promise<Map<RawPath, { mode: number; oid: Oid }>>>()
  readonly #metaTrees = new Map<RawPath, Promise<Oid | undefined>>()
  readonly #metaEntries = new Map<RawPath, Promise<Map<RawPath, MetaEntry>>>()

  constructor(reader: ObjectReader, snapshot: Snapshot | undefined) {
    this.#reader = reader
    this.#snapshot = snapshot
  }

  /** Returns what was recorded at `path`; '' is the root itself. */
  async side(path: RawPath): Promise<RecordedSide | undefined> {
    if (!this.#snapshot) return undefined
    const meta = await this.metaEntry(path)
    if (path === ROOT) return { path, kind: 'folder', ...withMeta(MODE_TREE, meta) }
    if (meta?.kind === 'large') return { path, kind: 'large', ...withMeta(FILE_TYPE, meta) }
    const entry = (await this.#folder(parentRaw(path))).get(baseRaw(path))
    if (entry) return this.overlay({ path, ...entry }, meta)
    if (meta?.kind !== 'folder') return undefined
    return { path, kind: 'folder', isEmpty: true, ...withMeta(MODE_TREE, meta) }
  }

  /** Lays metadata over what git's tree says of a path. */
  overlay(side: Side, meta: MetaEntry | undefined): RecordedSide {
    const type = side.mode & 0o170000
    const kind = type === MODE_TREE ? 'folder' : type === MODE_LINK ? 'link' : 'file'
    return { ...side, kind, ...withMeta(side.mode, meta) }
  }

  async metaEntry(path: RawPath): Promise<MetaEntry | undefined> {
    const name = path === ROOT ? ROOT_ITSELF : baseRaw(path)
    return (await this.#entriesOf(parentRaw(path))).get(name)
  }

  /** The meta tree of a folder; undefined when nothing below it has metadata. */
  metaTree(folder: RawPath): Promise<Oid | undefined> {
    return remember(this.#metaTrees, folder, async () => {
      if (folder === ROOT) return metaTreeOf(this.#reader, this.#snapshot)
      const above = await this.metaTree(parentRaw(folder))
      if (above === undefined) return undefined
      const name = metaFolderName(baseRaw(folder))
      return parseTree(await this.#reader.get(above, 'tree')).find(
        (entry) => entry.gitName === name,
      )?.oid
    })
  }

  #entriesOf(folder: RawPath): Promise<Map<RawPath, MetaEntry>> {
    return remember(this.#metaEntries, folder, async () => {
      const tree = await this.metaTree(folder)
      const listed = tree === undefined ? [] : parseTree(await this.#reader.get(tree, 'tree'))
      const blob = listed.find((entry) => entry.gitName === META_ENTRIES)
      const entries = blob ? parseMetaEntries(await this.#reader.get(blob.oid, 'blob')) : []
      return new Map(entries.map((entry) => [entry.name, entry]))
    })
  }

  #folder(folder: RawPath): Promise<Map<RawPath, { mode: number; oid: Oid }>> {
    return remember(this.#folders, folder, async () => {
      const oid = await this.#folderOid(folder)
      const entries = oid === undefined ? [] : parseTree(await this.#reader.get(oid, 'tree'))
      return new Map(entries.map(({ gitName, mode, oid }) => [fromGitName(gitName), { mode, oid }]))
    })
  }

  async #folderOid(folder: RawPath): Promise<Oid | undefined> {
    if (folder === ROOT) return this.#snapshot?.tree
    const entry = (await this.#folder(parentRaw(folder))).get(baseRaw(folder))
    return entry?.mode === MODE_TREE ? entry.oid : undefined
  }
}

/** Returns the tree that describes what git cannot hold of a snapshot; undefined when there is none. */
async function metaTreeOf(
  reader: ObjectReader,
  snapshot: Snapshot | undefined,
): Promise<Oid | undefined> {
  if (snapshot?.meta === undefined) return undefined
  return parseCommit(await reader.get(snapshot.meta, 'commit')).tree
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
    if (tree === undefined) continue
    for (const entry of parseTree(await reader.get(tree, 'tree'))) {
      if (entry.gitName === META_ENTRIES) {
        for (const meta of parseMetaEntries(await reader.get(entry.oid, 'blob'))) {
          const text = JSON.stringify(meta)
          if (seen.get(meta.name) === text) names.delete(meta.name)
          else names.add(meta.name)
          seen.set(meta.name, text)
        }
      } else below.add(fromGitName(entry.gitName.slice(1) as RawPath))
    }
  }
  for (const name of names) yield name === ROOT_ITSELF ? ROOT : joinRaw(folder, name)
  for (const name of below) yield* differingMeta(reader, before, after, joinRaw(folder, name))
}

function withMeta(gitMode: number, meta: MetaEntry | undefined) {
  return {
    mode: permissionsOf(gitMode, meta),
    ...(meta?.uid !== undefined && { uid: meta.uid }),
    ...(meta?.gid !== undefined && { gid: meta.gid }),
    ...(meta?.sizeBytes !== undefined && { sizeBytes: meta.sizeBytes }),
    ...(meta?.sha256 !== undefined && { sha256: meta.sha256 }),
  }
}

/** Returns the mode as recorded, file type included: git's own, or with the permissions metadata gives. */
export function permissionsOf(gitMode: number, meta: MetaEntry | undefined): number {
  if (gitMode === MODE_LINK) return gitMode
  const type = gitMode & 0o170000
  const usual = type === MODE_TREE ? 0o755 : gitMode === FILE_TYPE ? 0o644 : gitMode & PERMISSIONS
  return type | (meta?.mode ?? usual)
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
