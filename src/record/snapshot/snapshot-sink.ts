/** Where the objects of one snapshot go, and how they become durable together. */
import { LooseObjectBatch } from '../../git/objects/loose-objects.ts'
import { PackWriter } from '../../git/objects/pack-writer.ts'
import type { ObjectSink } from './write-trees.ts'

export interface SnapshotSink extends ObjectSink {
  /** Makes everything written so far durable. */
  commit(): Promise<void>
  abandon(): void
}

/** For a few objects: loose files, written and fsynced as one batch. */
export function looseSink(gitDir: string): SnapshotSink {
  const batch = new LooseObjectBatch(gitDir)
  return {
    write: async (type, content) => {
      await batch.write(type, content)
    },
    commit: () => batch.commit(),
    abandon: () => batch.abandon(),
  }
}

/** For many objects: a pack for each commit of the sink. */
export function packSink(gitDir: string): SnapshotSink {
  let pack: PackWriter | undefined
  return {
    write(type, content, oid) {
      pack ??= new PackWriter(gitDir)
      pack.add(type, content, oid)
    },
    async commit() {
      pack?.finish()
      pack = undefined
    },
    abandon: () => pack?.abandon(),
  }
}
