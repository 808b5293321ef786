/** What the newest snapshot holds, read path by path. */
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { exactly } from '../../model/path-scope.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type RecordedNode, readRecordedTree } from '../../store/timeline/recorded-tree.ts'
import { thereIn } from './turn.ts'

export class CurrentState {
  readonly snapshot: Snapshot
  readonly #reader: ObjectReader
  readonly #known = new Map<RawPath, RecordedNode | undefined>()

  constructor(reader: ObjectReader, snapshot: Snapshot) {
    this.#reader = reader
    this.snapshot = snapshot
  }

  readonly at = async (path: RawPath) => {
    if (!this.#known.has(path)) await this.read([path])
    return this.#known.get(path)
  }

  /** Reads many at once. */
  async read(paths: readonly RawPath[]): Promise<void> {
    const unknown = paths.filter((path) => !this.#known.has(path))
    if (unknown.length === 0) return
    const tree = await readRecordedTree(this.#reader, this.snapshot, exactly(unknown))
    for (const path of unknown) this.#known.set(path, thereIn(tree, path))
  }
}
