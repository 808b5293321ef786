/** Where the objects of one snapshot go, and how they become durable together. */
import { LooseObjectBatch } from '../../git/loose-objects.ts'
import { PackWriter } from '../../git/pack-writer.ts'
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

/** For many objects: one pack. */
export function packSink(gitDir: string): SnapshotSink {
  const pack = new PackWriter(gitDir)
  return {
    write: (type, content, oid) => pack.add(type, content, oid),
    commit: async () => {
      pack.finish()
    },
    abandon: () => pack.abandon(),
  }
}
