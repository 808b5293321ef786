/** One shadow repo opened for reading. */

import { parseCommit } from '../git/commit-format.ts'
import type { GitChange } from '../git/diff.ts'
import { ObjectReader } from '../git/object-reader.ts'
import { TreeDiffer } from '../git/tree-differ.ts'
import type { Oid } from '../model/oid.ts'
import type { RawPath } from '../model/raw-path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { ShadowRepo } from '../store/shadow-repos.ts'
import { snapshotFromCommit } from '../store/timeline.ts'

/** Close it when done: it may hold git processes. */
export class RepoView {
  readonly repo: ShadowRepo
  readonly reader: ObjectReader
  readonly #differs = new Map<string, TreeDiffer>()

  constructor(repo: ShadowRepo) {
    this.repo = repo
    this.reader = new ObjectReader(repo.gitDir)
  }

  /** Compares two trees, within `paths` when given. */
  diffTrees(before: Oid | undefined, after: Oid, paths?: readonly RawPath[]): Promise<GitChange[]> {
    const key = paths?.join('\0') ?? ''
    const differ = this.#differs.get(key) ?? new TreeDiffer(this.gitDir, paths)
    this.#differs.set(key, differ)
    return differ.diff(before, after)
  }

  get gitDir(): string {
    return this.repo.gitDir
  }

  /** Returns the snapshot before; undefined for the first one, and where older history was cut off. */
  async parentOf(snapshot: Snapshot): Promise<Snapshot | undefined> {
    if (snapshot.parent === undefined) return undefined
    const object = await this.reader.find(snapshot.parent)
    if (object?.type !== 'commit') return undefined
    return snapshotFromCommit(snapshot.parent, parseCommit(object.content))
  }

  close(): void {
    this.reader.close()
    for (const differ of this.#differs.values()) differ.close()
  }
}
