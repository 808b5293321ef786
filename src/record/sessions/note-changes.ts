/** Tells the running sessions what happened to the folder they work in. */
import { ObjectReader } from '../../git/objects/object-reader.ts'
import type { Change } from '../../model/change.ts'
import type { Gap } from '../../model/gap.ts'
import { isSessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readSnapshot } from '../../store/timeline/timeline.ts'
import { changeEvents, gapEvent } from './change-events.ts'
import type { Sessions } from './sessions.ts'

/** Records what a new snapshot found in the session that made it. `findChanges` is asked only then. */
export function noteSnapshot(
  sessions: Sessions,
  { root, gitDir }: ShadowRepo,
  snapshot: Snapshot,
  findChanges: () => Promise<readonly Change[]>,
): Promise<void> {
  return sessions.inTurn(async () => {
    const { session } = snapshot
    if (session === undefined || !isSessionId(session)) return
    const before = await idBefore(gitDir, snapshot)
    const changes = await findChanges()
    await sessions.noteSeen(session, changeEvents(root, snapshot, changes, before))
  })
}

/** Every session that works in the root learns that something was not recorded. */
export function noteGap(sessions: Sessions, root: string, gap: Gap): Promise<void> {
  return sessions.inTurn(async () => {
    for (const live of sessions.activeIn(root)) await live.append([gapEvent(root, gap)])
  })
}

async function idBefore(gitDir: string, { parent }: Snapshot): Promise<string | undefined> {
  if (parent === undefined) return undefined
  const reader = new ObjectReader(gitDir)
  try {
    return (await readSnapshot(reader, parent)).id
  } finally {
    reader.close()
  }
}
