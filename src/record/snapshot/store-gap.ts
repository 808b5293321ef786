import { appendCommit } from '../../git/history/commit-chain.ts'
import { GAPS, readRef } from '../../git/history/refs.ts'
import type { Gap } from '../../model/gap.ts'
import { FLIGHTREC } from '../../model/snapshot.ts'
import { formatGapMessage } from '../../model/snapshot-message.ts'

/** Writes a gap as a commit on refs/flightrec/gaps, durably. */
export async function storeGap(gitDir: string, gap: Gap): Promise<void> {
  const previous = readRef(gitDir, GAPS)
  const timeSeconds = Math.floor(gap.to / 1000)
  const by = {
    author: FLIGHTREC,
    committer: FLIGHTREC,
    timeSeconds,
    message: formatGapMessage(gap),
  }
  await appendCommit(gitDir, { ref: GAPS, previous }, by, (batch) =>
    batch.write('tree', Buffer.alloc(0)),
  )
}
