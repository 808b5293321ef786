/** Which files differ between two snapshots, a part of them at a time. */
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { diffSnapshots } from '../changes/snapshot-diff.ts'
import { fileChangeJson } from '../json/file-change.ts'
import { wholeSnapshot } from './patch.ts'
import type { Reading } from './reading.ts'

interface ChangesRequest {
  /** A whole id; absent: the snapshot before. */
  from: string | undefined
  to: string
  /** Only at or below these; all unless given. */
  paths?: readonly RawPath[] | undefined
  start: number
  count: number
}

/** @throws {FlightrecError} usage, unknown-snapshot */
export async function answerChanges(reading: Reading, request: ChangesRequest) {
  const { view, snapshots } = reading
  const to = await wholeSnapshot(snapshots, request.to)
  const from =
    request.from === undefined
      ? await view.parentOf(to)
      : await wholeSnapshot(snapshots, request.from)
  return await changesBetween(reading, { from, to }, request)
}

/** Returns a part of what differs between two snapshots. */
export async function changesBetween(
  { view }: Reading,
  { from, to }: { from: Snapshot | undefined; to: Snapshot },
  { paths, start, count }: Pick<ChangesRequest, 'paths' | 'start' | 'count'>,
) {
  const { changes } = await diffSnapshots(view, from, to, paths)
  const part = changes.slice(start, start + count)
  const oids = part.flatMap(({ before, after }) => [before?.oid ?? [], after?.oid ?? []].flat())
  const sizes = await view.sizes.of(oids)
  return {
    type: 'changes' as const,
    root: view.repo.root,
    repo: view.repo.name,
    from_snapshot_id: from?.id ?? null,
    to_snapshot_id: to.id,
    total: changes.length,
    start,
    changes: part.map((change) => fileChangeJson(view.repo.root, change, sizes)),
    unreadable: [...view.unreadable],
  }
}
