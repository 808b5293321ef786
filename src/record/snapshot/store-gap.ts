import { GAPS, readRef, updateRef } from '../../git/history/refs.ts'
import { formatCommit } from '../../git/objects/commit-format.ts'
import { hashObject } from '../../git/objects/object-name.ts'
import { looseSink } from '../../git/objects/object-sink.ts'
import type { Gap } from '../../model/gap.ts'
import { EMPTY_TREE } from '../../model/oid.ts'
import { FLIGHTREC } from '../../model/snapshot.ts'
import { formatGapMessage } from '../../model/snapshot-message.ts'

/** Writes a gap as a commit on refs/flightrec/gaps, durably. */
export async function storeGap(gitDir: string, gap: Gap): Promise<void> {
  const previous = readRef(gitDir, GAPS)
  const timeSeconds = Math.floor(gap.to / 1000)
  const message = formatGapMessage(gap)
  const content = formatCommit({
    tree: EMPTY_TREE,
    parents: previous === undefined ? [] : [previous],
    author: FLIGHTREC,
    committer: FLIGHTREC,
    timeSeconds,
    message,
  })
  const oid = hashObject('commit', content)
  const sink = looseSink(gitDir)
  try {
    await sink.write('tree', Buffer.alloc(0), EMPTY_TREE)
    await sink.write('commit', content, oid)
    await sink.commit()
  } catch (error) {
    sink.abandon()
    throw error
  }
  const subject = message.split('\n', 1)[0]!
  updateRef(gitDir, GAPS, oid, previous, { timeSeconds, message: subject })
}
