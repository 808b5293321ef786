/** Where objects go that belong together, and how they become durable together. */

import type { Oid } from '../../model/oid.ts'
import { LooseObjectBatch } from './loose-objects.ts'
import { type PackedType, PackWriter } from './pack-writer.ts'

/** Objects written together; they need not be readable before they are committed. */
export interface ObjectSink {
  write(type: PackedType, content: Buffer, oid: Oid): Promise<void> | void
  /** Makes everything written so far durable. */
  commit(): Promise<void>
  abandon(): void
}

/** For a few objects: loose files, written and fsynced as one batch. */
export function looseSink(gitDir: string): ObjectSink {
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
export function packSink(gitDir: string): ObjectSink {
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
