/** Says what damaged objects cost: which paths of which snapshots cannot be given back. */

import { MAIN } from '../../git/history/refs.ts'
import { copyBlob } from '../../git/objects/copy-blob.ts'
import { fromGitName } from '../../git/objects/names.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { objectSizes } from '../../git/objects/object-sizes.ts'
import { MODE_TREE, parseTree, type TreeEntry } from '../../git/objects/tree-format.ts'
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import { gitResult } from '../../git/process/run.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { joinRaw, type RawPath, rawFromText } from '../../model/raw-path.ts'
import { isSnapshotId, type SnapshotId } from '../../model/snapshot-id.ts'
import { parseTrailers } from '../../model/snapshot-message.ts'
import { type ChainLink, readSound, walkChain } from './timeline-walk.ts'

/** One recorded content of a path that cannot be given back. */
interface LostContent {
  path: RawPath
  oid: Oid
  /** Whether it is a folder whose list of names is lost, and with it all below. */
  isFolder: boolean
  /** How many snapshots hold it, and the first and last of them. */
  snapshots: number
  oldest: SnapshotId
  newest: SnapshotId
}

export interface DamageCost {
  /** Snapshots there are, those that cannot be read among them. */
  snapshots: number
  /** Those that cannot be given back whole, newest first. */
  affected: SnapshotId[]
  /** Commits of the timeline that cannot be read at all. */
  unreadable: Oid[]
  lost: LostContent[]
}

interface Loss {
  path: RawPath
  oid: Oid
  isFolder: boolean
}

const NOTHING: readonly Loss[] = []

/** Walks all snapshots. `suspects` are objects known to be damaged; missing ones are found here. */
export async function damageCost(
  gitDir: string,
  suspects: ReadonlySet<Oid>,
  signal?: AbortSignal,
): Promise<DamageCost> {
  const reader = new ObjectReader(gitDir)
  try {
    const present = await presentObjects(gitDir)
    const lost = await unreadableAmong(gitDir, reader, suspects)
    const search = new LossSearch(reader, (oid) => !present.has(oid) || lost.has(oid))
    return await search.run(gitDir, signal)
  } finally {
    reader.close()
  }
}

/** Names of all objects git finds, the damaged among them. */
async function presentObjects(gitDir: string): Promise<Set<string>> {
  const args = ['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname)']
  const { stdout } = await gitResult(gitDir, args, { accept: [1, 128] })
  return new Set(stdout.toString('latin1').split('\n'))
}

/** A suspect may have a second, sound copy in a pack; then nothing is lost by it. */
async function unreadableAmong(
  gitDir: string,
  reader: ObjectReader,
  suspects: ReadonlySet<Oid>,
): Promise<Set<Oid>> {
  const unreadable = new Set<Oid>()
  for (const oid of suspects)
    if (!(await isThere(() => readThrough(gitDir, reader, oid)))) unreadable.add(oid)
  return unreadable
}

/** Reads an object as a whole; a large one without holding it. Returns undefined where there is none. */
async function readThrough(gitDir: string, reader: ObjectReader, oid: Oid): Promise<unknown> {
  const sizeBytes = (await objectSizes(gitDir, [oid])).get(oid)
  if (sizeBytes === undefined || sizeBytes <= HELD_CONTENT_BYTES_MAX) return await reader.find(oid)
  await copyBlob(reader, gitDir, { oid, sizeBytes }, () => {})
  return oid
}

/** Whether there is something to read: nothing that does not hash to its name is given out. */
async function isThere(read: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await read()) !== undefined
  } catch (error) {
    if (error instanceof FlightrecError) return false
    throw error
  }
}

/** Trees are looked at once each, however many snapshots hold them. */
class LossSearch {
  readonly #reader: ObjectReader
  readonly #isLost: (oid: Oid) => boolean
  readonly #below = new Map<Oid, readonly Loss[]>()
  readonly #lost = new Map<string, LostContent>()

  constructor(reader: ObjectReader, isLost: (oid: Oid) => boolean) {
    this.#reader = reader
    this.#isLost = isLost
  }

  async run(gitDir: string, signal: AbortSignal | undefined): Promise<DamageCost> {
    const cost: DamageCost = { snapshots: 0, affected: [], unreadable: [], lost: [] }
    for await (const link of walkChain(gitDir, MAIN, this.#reader)) {
      if (signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
      cost.snapshots += 1
      await this.#add(link, cost)
    }
    cost.lost = [...this.#lost.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
    return cost
  }

  async #add({ oid, commit }: ChainLink, cost: DamageCost): Promise<void> {
    if (!commit) {
      cost.unreadable.push(oid)
      return
    }
    const id = parseTrailers(commit.message).get('Snapshot') ?? ''
    if (!isSnapshotId(id)) return
    const losses = await this.#inTree(commit.tree)
    if (losses.length > 0) cost.affected.push(id)
    for (const loss of losses) this.#count(loss, id)
  }

  #count({ path, oid, isFolder }: Loss, id: SnapshotId): void {
    const key = `${oid} ${path}`
    const known = this.#lost.get(key)
    if (known) {
      known.snapshots += 1
      known.oldest = id
    } else {
      this.#lost.set(key, { path, oid, isFolder, snapshots: 1, oldest: id, newest: id })
    }
  }

  async #inTree(tree: Oid): Promise<readonly Loss[]> {
    const known = this.#below.get(tree)
    if (known) return known
    const entries = this.#isLost(tree) ? undefined : await this.#entries(tree)
    const losses = entries
      ? await this.#inEntries(entries)
      : [{ path: rawFromText(''), oid: tree, isFolder: true }]
    this.#below.set(tree, losses)
    return losses
  }

  async #entries(tree: Oid): Promise<TreeEntry[] | undefined> {
    const bytes = await readSound(this.#reader, tree, 'tree')
    if (!bytes) return undefined
    try {
      return parseTree(bytes)
    } catch (error) {
      if (error instanceof FlightrecError) return undefined
      throw error
    }
  }

  async #inEntries(entries: readonly TreeEntry[]): Promise<readonly Loss[]> {
    const losses: Loss[] = []
    for (const entry of entries) {
      const name = fromGitName(entry.gitName)
      if (entry.mode === MODE_TREE) {
        for (const loss of await this.#inTree(entry.oid))
          losses.push({ ...loss, path: loss.path === '' ? name : joinRaw(name, loss.path) })
      } else if (this.#isLost(entry.oid)) {
        losses.push({ path: name, oid: entry.oid, isFolder: false })
      }
    }
    return losses.length > 0 ? losses : NOTHING
  }
}
