/** One shadow repo opened for reading. */

import { Readable } from 'node:stream'
import {
  type ChangePatch,
  type DiffQuery,
  diffPatches,
  type GitChange,
  pairPatches,
} from '../../git/compare/diff.ts'
import { type Origins, originsOf, type Weighed, withOrigins } from '../../git/compare/origins.ts'
import { TreeDiffer } from '../../git/compare/tree-differ.ts'
import { MAIN } from '../../git/history/refs.ts'
import { parseCommit } from '../../git/objects/commit-format.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { ObjectSizes } from '../../git/objects/object-sizes.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { LaterReader } from '../../store/timeline/later-evidence.ts'
import type { LostCommits } from '../../store/timeline/log-past-damage.ts'
import { NarrativeReader } from '../../store/timeline/narratives.ts'
import { readSnapshot, snapshotFromCommit } from '../../store/timeline/timeline.ts'
import { type ChainLink, readSound, walkChain } from '../../store/timeline/timeline-walk.ts'
import { type LostSnapshots, lostSnapshots, lostWarning } from './lost-snapshots.ts'

/** A patch of more content is streamed from a process of its own. */
const HELD_BYTES_MAX = 32 * 1024 * 1024

/** Close it when done: it may hold git processes. */
export class RepoView {
  readonly repo: ShadowRepo
  readonly reader: ObjectReader
  readonly sizes: ObjectSizes
  readonly narratives: NarrativeReader
  readonly later: LaterReader
  /** What of the history turned out to be unreadable while this view was in use, in words. */
  readonly unreadable = new Set<string>()
  readonly #differs = new Map<string, TreeDiffer>()

  constructor(repo: ShadowRepo) {
    this.repo = repo
    this.reader = new ObjectReader(repo.gitDir)
    this.sizes = new ObjectSizes(repo.gitDir)
    this.narratives = new NarrativeReader(repo.gitDir, this.reader)
    this.later = new LaterReader(repo.gitDir, this.reader)
  }

  /** Compares two trees, within `paths` when given. */
  async diffTrees(
    before: Oid | undefined,
    after: Oid,
    paths?: readonly RawPath[],
  ): Promise<GitChange[]> {
    const ask = (origins: Origins) => this.#differ('raw', paths, origins).changes(before, after)
    return await withOrigins(ask, { of: (oids) => this.sizes.of(oids) })
  }

  /** As `diffPatches`; `sizeBytes` is that of all content, which decides how it is best done. */
  async *patches(
    query: DiffQuery,
    changes: readonly Weighed[],
    sizeBytes: number,
  ): AsyncGenerator<ChangePatch> {
    if (query.workTree !== undefined || sizeBytes > HELD_BYTES_MAX) {
      yield* diffPatches(this.gitDir, query, changes)
      return
    }
    const differ = this.#differ('patch', query.paths, originsOf(changes))
    const patch = await differ.patch(query.before, query.after)
    yield* pairPatches(Readable.from([patch]), changes)
  }

  #differ(
    form: 'raw' | 'patch',
    paths: readonly RawPath[] | undefined,
    origins: Origins,
  ): TreeDiffer {
    const key = [form, origins, ...(paths ?? [])].join('\0')
    const differ = this.#differs.get(key) ?? new TreeDiffer(this.gitDir, form, { paths, origins })
    this.#differs.set(key, differ)
    return differ
  }

  get gitDir(): string {
    return this.repo.gitDir
  }

  /**
   * Returns the snapshot of a commit, with what was put down of it afterwards.
   * @throws {FlightrecError} corrupt-store
   */
  async snapshotOf(commit: Oid): Promise<Snapshot> {
    return await this.later.complete(await readSnapshot(this.reader, commit))
  }

  /**
   * Returns the snapshot before; undefined for the first one, and where older history was cut off. Where its parent
   * cannot be read, it is the nearest before that can.
   */
  async parentOf(snapshot: Snapshot): Promise<Snapshot | undefined> {
    if (snapshot.parent === undefined) return undefined
    const sound = await readSound(this.reader, snapshot.parent, 'commit')
    if (sound) return snapshotFromCommit(snapshot.parent, parseCommit(sound))
    const lost: Oid[] = []
    for await (const { oid, commit, isCut } of this.#chainFrom(snapshot.commit)) {
      if (oid === snapshot.commit) {
        if (isCut) return undefined
      } else if (commit) {
        const older = snapshotFromCommit(oid, commit)
        this.unreadable.add(lostWarning({ commits: lost, newer: snapshot, older }))
        return older
      } else lost.push(oid)
    }
    this.unreadable.add(lostWarning({ commits: lost, newer: snapshot }))
    return undefined
  }

  #chainFrom(commit: Oid): AsyncGenerator<ChainLink> {
    return walkChain(this.gitDir, MAIN, this.reader, commit)
  }

  /** Takes note of snapshots that a log has led past. */
  noteLost(commits: LostCommits): LostSnapshots {
    const lost = lostSnapshots(commits)
    this.unreadable.add(lostWarning(lost))
    return lost
  }

  close(): void {
    this.reader.close()
    this.sizes.close()
    for (const differ of this.#differs.values()) differ.close()
  }
}
