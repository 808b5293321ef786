/** Writes a changed state as one commit of the timeline, durably, in the order that no crash can hurt. */

import { MAIN, META, readRef, updateRef } from '../../git/history/refs.ts'
import { formatCommit } from '../../git/objects/commit-format.ts'
import { hashObject } from '../../git/objects/object-name.ts'
import type { ObjectSink } from '../../git/objects/object-sink.ts'
import { type Attribution, actorOf } from '../../model/attribution.ts'
import type { Change } from '../../model/change.ts'
import { showCount } from '../../model/counts.ts'
import { EMPTY_TREE, type Oid } from '../../model/oid.ts'
import { type Actor, FLIGHTREC, type Snapshot, type Trigger } from '../../model/snapshot.ts'
import { type SnapshotId, snapshotIdTime } from '../../model/snapshot-id.ts'
import { formatSnapshotMessage, formatSubject } from '../../model/snapshot-message.ts'
import type { RecordedFolder } from '../state/recorded-state.ts'
import { writtenTotals } from '../state/totals.ts'
import { writeTrees } from './write-trees.ts'

interface StoreRequest {
  id: SnapshotId
  nowMs: number
  trigger: Trigger
  message: string | undefined
  changes: readonly Change[]
  attribution: Attribution
  /** How many large busy files were left as they were. */
  postponed: number
  latest: Snapshot | undefined
  /** Tree of the latest meta commit; absent while there is none. */
  latestMetaTree: Oid | undefined
}

interface StoredSnapshot {
  snapshot: Snapshot
  metaTree: Oid | undefined
}

/**
 * Stores the state below `top`. Returns undefined, and writes no commit, when it equals the latest snapshot.
 * Order: objects, then refs/flightrec/meta, then refs/heads/main; each durable before the next.
 */
export async function storeSnapshot(
  gitDir: string,
  top: RecordedFolder,
  sink: ObjectSink,
  request: StoreRequest,
): Promise<StoredSnapshot | undefined> {
  await writeTrees(top, sink)
  const { id, latest, latestMetaTree } = request
  const tree = top.tree ?? EMPTY_TREE
  // Once there was something to say, an empty tree says that there is nothing any more.
  const metaTree = top.meta ?? (latestMetaTree === undefined ? undefined : EMPTY_TREE)
  if (latest?.tree === tree && metaTree === latestMetaTree) return undefined
  if (tree === EMPTY_TREE || metaTree === EMPTY_TREE) {
    await sink.write('tree', Buffer.alloc(0), EMPTY_TREE)
  }
  const idMs = snapshotIdTime(id)!
  const timeSeconds = Math.floor(idMs / 1000)
  const previousMeta = readRef(gitDir, META)
  const isMetaNew = metaTree !== undefined && metaTree !== latestMetaTree
  const meta = isMetaNew
    ? await writeCommit(sink, timeSeconds, {
        tree: metaTree,
        parent: previousMeta,
        author: FLIGHTREC,
        message: `meta of ${id}\n`,
      })
    : latest?.meta
  const facts = { ...factsOf(top, request), meta }
  const subject = subjectOf(top, request)
  const actor = actorOf(request.attribution)
  const commit = await writeCommit(sink, timeSeconds, {
    tree,
    parent: latest?.commit,
    author: actor,
    message: formatSnapshotMessage(subject, facts),
  })
  await sink.commit()
  const time = facts.clock ?? idMs
  const reflog = { timeSeconds: Math.floor(time / 1000), message: `snapshot ${id}: ${subject}` }
  if (isMetaNew) updateRef(gitDir, META, meta!, previousMeta, reflog)
  updateRef(gitDir, MAIN, commit, latest?.commit, reflog)
  const snapshot: Snapshot = {
    ...facts,
    commit,
    tree,
    parent: latest?.commit,
    time,
    actor,
    subject,
  }
  return { snapshot, metaTree }
}

function factsOf(top: RecordedFolder, request: StoreRequest) {
  const { id, nowMs, trigger, message, postponed, attribution, latest } = request
  const { by, evidence } = attribution
  const { files, bytes, skipped, incomplete } = writtenTotals(top)
  return {
    id,
    ...clockFacts(snapshotIdTime(id)! - nowMs, nowMs, latest?.lead),
    trigger,
    files,
    bytes,
    skipped,
    complete: incomplete === 0,
    postponed: postponed > 0 ? postponed : undefined,
    message,
    session: by?.session,
    call: by?.call?.key,
    event: by?.call?.event?.toString(),
    evidence: evidence === 'none' ? undefined : evidence,
  }
}

/** Two snapshots in one millisecond, or a time server, move an id by less. */
const AHEAD_MIN_MS = 1_000
/** A clock that says less is one of a machine without a battery: the id is nearer to the truth. */
const PLAUSIBLE_FROM_MS = Date.UTC(2025, 0, 1)

/** Ids go on where the clock was set back; what it says is then told beside. */
function clockFacts(aheadMs: number, nowMs: number, lead = 0): Pick<Snapshot, 'clock' | 'lead'> {
  const isAhead = aheadMs > AHEAD_MIN_MS && nowMs >= PLAUSIBLE_FROM_MS
  const most = Math.max(lead, isAhead ? Math.ceil(aheadMs / 1000) : 0)
  return { clock: isAhead ? nowMs : undefined, lead: most > 0 ? most : undefined }
}

function subjectOf(top: RecordedFolder, { latest, changes }: StoreRequest): string {
  if (latest) return formatSubject(changes)
  return `first snapshot: ${showCount(writtenTotals(top).files, 'file')}`
}

async function writeCommit(
  sink: ObjectSink,
  timeSeconds: number,
  commit: { tree: Oid; parent: Oid | undefined; author: Actor; message: string },
): Promise<Oid> {
  const content = formatCommit({
    tree: commit.tree,
    parents: commit.parent === undefined ? [] : [commit.parent],
    author: commit.author,
    committer: FLIGHTREC,
    timeSeconds,
    message: commit.message,
  })
  const oid = hashObject('commit', content)
  await sink.write('commit', content, oid)
  return oid
}
