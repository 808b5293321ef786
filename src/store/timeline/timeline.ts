/**
 * Reads the timeline of a shadow repo: snapshots are the commits of refs/heads/main, gaps those of
 * refs/flightrec/gaps.
 */

import { GAPS, MAIN, readRef } from '../../git/history/refs.ts'
import { type Commit, parseCommit } from '../../git/objects/commit-format.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import type { Gap } from '../../model/gap.ts'
import type { Oid } from '../../model/oid.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { snapshotIdTime } from '../../model/snapshot-id.ts'
import { parseGapMessage, parseSnapshotMessage } from '../../model/snapshot-message.ts'

/** @throws {FlightrecError} corrupt-store, when the commit is not a snapshot. */
export function snapshotFromCommit(oid: Oid, commit: Commit): Snapshot {
  const facts = parseSnapshotMessage(commit.message)
  const parent = commit.parents[0]
  return {
    ...facts,
    commit: oid,
    tree: commit.tree,
    parent,
    time: facts.clock ?? snapshotIdTime(facts.id)!,
    actor: commit.author,
  }
}

/** @throws {FlightrecError} corrupt-store */
export async function readSnapshot(reader: ObjectReader, oid: Oid): Promise<Snapshot> {
  return snapshotFromCommit(oid, parseCommit(await reader.get(oid, 'commit')))
}

/** Returns the newest snapshot; undefined before the first one. */
export async function readLatest(
  gitDir: string,
  reader: ObjectReader,
): Promise<Snapshot | undefined> {
  const head = readRef(gitDir, MAIN)
  return head === undefined ? undefined : await readSnapshot(reader, head)
}

/** Returns up to `limit` gaps, newest first. */
export async function readGaps(
  gitDir: string,
  reader: ObjectReader,
  limit = Infinity,
): Promise<Gap[]> {
  const gaps: Gap[] = []
  let oid = readRef(gitDir, GAPS)
  while (oid !== undefined && gaps.length < limit) {
    const object = await reader.find(oid)
    if (object?.type !== 'commit') break
    const commit = parseCommit(object.content)
    const gap = parseGapMessage(commit.message)
    if (gap) gaps.push(gap)
    oid = commit.parents[0]
  }
  return gaps
}
