import { readReflog, writeReflog } from '../../git/history/reflog.ts'
import { NOTES, withRefLock } from '../../git/history/refs.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { pruneNarratives } from '../../store/narratives.ts'
import type { KeptSnapshot } from './repo-history.ts'

/**
 * Drops the narratives of dropped snapshots. What others put on anything else stays, as long as that is there.
 */
export async function dropOldNarratives(
  gitDir: string,
  droppedSnapshots: readonly Pick<KeptSnapshot, 'commit'>[],
): Promise<void> {
  const dropped = new Set<string>(droppedSnapshots.map(({ commit }) => commit))
  const left = await pruneNarratives(gitDir, async (object, reader) => {
    return !dropped.has(object) && isOid(object) && (await reader.find(object)) !== undefined
  })
  if (left !== undefined) await forgetEarlierNotes(gitDir, left)
}

/** Lets go of the states of the notes before the commit `left`. */
export async function forgetEarlierNotes(gitDir: string, left: Oid): Promise<void> {
  // A narrative that came meanwhile stays.
  await withRefLock(gitDir, NOTES, () => {
    const { entries } = readReflog(gitDir, NOTES)
    const first = entries.findIndex(({ to }) => to === left)
    if (first > 0) writeReflog(gitDir, NOTES, entries.slice(first))
  })
}
