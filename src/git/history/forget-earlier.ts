import type { Oid } from '../../model/oid.ts'
import { readReflog, writeReflog } from './reflog.ts'
import { withRefLock } from './refs.ts'

/** Lets go of what `ref` held before the commit `left`, which begins its chain: its reflog then begins with it, too. */
export async function forgetEarlier(gitDir: string, ref: string, left: Oid): Promise<void> {
  // What came meanwhile stays.
  await withRefLock(gitDir, ref, () => {
    const { entries } = readReflog(gitDir, ref)
    const first = entries.findIndex(({ to }) => to === left)
    if (first > 0) writeReflog(gitDir, ref, entries.slice(first))
  })
}
