/** The newest commits of a ref that cannot be read: made anew where that is possible, else given up, and said so. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type ReflogEntry, reflogPath, writeReflog } from '../../git/history/reflog.ts'
import { withRefLock, writeRef } from '../../git/history/refs.ts'
import { writeObjects } from '../../git/objects/loose-objects.ts'
import { hashObject } from '../../git/objects/object-name.ts'
import { keepCopy, quarantine } from '../../git/upkeep/quarantine.ts'
import { keepUnnamed } from './salvage.ts'

export interface LostTail {
  gitDir: string
  ref: string
  /** All of its reflog. */
  entries: readonly ReflogEntry[]
  /** The newest entry whose commit can be read; -1 when none can. */
  at: number
  /** When that commit was made; without one, when the ref was. In milliseconds since the epoch. */
  since: number
}

/** What is done about the lost commits of one kind of ref. */
export interface TailCare {
  /** Returns the bytes of the commits that can be made anew: the oldest of those lost, and on from there. */
  rebuild?(tail: LostTail): Promise<Buffer[]>
  /** Says in the record that the commits are lost, before or after `setBack`. */
  giveUp?(tail: LostTail, setBack: () => Promise<void>): Promise<void>
  /** Whether the ref can begin anew when no commit of it can be read. */
  canBeginAnew?: boolean
}

/** Writes commits anew that hash to the names the reflog has for them. */
export async function writeRebuilt(
  { gitDir }: LostTail,
  commits: readonly Buffer[],
): Promise<void> {
  await writeObjects(gitDir, async (batch) => {
    for (const commit of commits) {
      const oid = hashObject('commit', commit)
      const damaged = join(gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
      if (existsSync(damaged)) quarantine(gitDir, damaged)
      await batch.write('commit', commit)
    }
  })
}

/** Sets the ref to the newest commit there is. What only the lost ones may have named is kept. */
export async function giveUpTail(tail: LostTail, care: TailCare): Promise<void> {
  const { gitDir, entries, at } = tail
  const newest = entries[at]?.to
  await keepUnnamed(gitDir, newest === undefined ? [] : [newest])
  const setBack = () => setRef(tail)
  if (care.giveUp) await care.giveUp(tail, setBack)
  else await setBack()
}

/** Sets the ref to the entry that the tail begins after, and its reflog with it; both are kept. */
export async function setRef({ gitDir, ref, entries, at }: LostTail): Promise<void> {
  await withRefLock(gitDir, ref, () => {
    const newest = entries[at]?.to
    if (newest === undefined) {
      for (const path of [join(gitDir, ref), reflogPath(gitDir, ref)])
        if (existsSync(path)) quarantine(gitDir, path)
      return
    }
    keepCopy(gitDir, join(gitDir, ref))
    if (at < entries.length - 1) {
      keepCopy(gitDir, reflogPath(gitDir, ref))
      writeReflog(gitDir, ref, entries.slice(0, at + 1))
    }
    writeRef(gitDir, ref, newest)
  })
}
