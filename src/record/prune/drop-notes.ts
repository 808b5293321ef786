import { forgetEarlier } from '../../git/history/forget-earlier.ts'
import { isOid } from '../../model/oid.ts'
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
    if (left !== undefined) await forgetEarlier(gitDir, ref, left)
  }
}
