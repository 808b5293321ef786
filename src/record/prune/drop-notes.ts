import { readReflog, writeReflog } from '../../git/history/reflog.ts'
import { withRefLock } from '../../git/history/refs.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { NOTE_REFS, pruneNotes } from '../../store/timeline/notes.ts'
import type { KeptSnapshot } from './repo-history.ts'

/** Drops the notes on dropped snapshots. What others put on anything else stays, as long as that is there. */
export async function dropOldNotes(
  gitDir: string,
  droppedSnapshots: readonly Pick<KeptSnapshot, 'commit'>[],
): Promise<void> {
  const dropped = new Set<string>(droppedSnapshots.map(({ commit }) => commit))
  for (const ref of NOTE_REFS) {
    const left = await pruneNotes(gitDir, ref, async (object, reader) => {
      return !dropped.has(object) && isOid(object) && (await reader.find(object)) !== undefined
    })
    if (left !== undefined) await forgetEarlierNotes(gitDir, ref, left)
  }
}

/** Lets go of the states of the notes before the commit `left`. */
export async function forgetEarlierNotes(gitDir: string, ref: string, left: Oid): Promise<void> {
  // A note that came meanwhile stays.
  await withRefLock(gitDir, ref, () => {
    const { entries } = readReflog(gitDir, ref)
    const first = entries.findIndex(({ to }) => to === left)
    if (first > 0) writeReflog(gitDir, ref, entries.slice(first))
  })
}
