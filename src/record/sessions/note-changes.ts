/** Tells the running sessions what happened to the folder they work in. */
import { ObjectReader } from '../../git/object-reader.ts'
import type { Change } from '../../model/change.ts'
import type { Gap } from '../../model/gap.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/shadow-repos.ts'
import { readSnapshot } from '../../store/timeline.ts'
import { changeEvents, gapEvent } from './change-events.ts'
import type { LiveSession } from './live-session.ts'
import type { NewEvent } from './prepare-event.ts'
import type { Sessions } from './sessions.ts'

/** Records what a new snapshot found in every session that runs in the root. `findChanges` is asked only then. */
export function noteSnapshot(
  sessions: Sessions,
  { root, gitDir }: ShadowRepo,
  snapshot: Snapshot,
  findChanges: () => Promise<readonly Change[]>,
): Promise<void> {
  return sessions.inTurn(async () => {
    const active = sessions.activeIn(root)
    if (active.length === 0) return
    const before = await idBefore(gitDir, snapshot)
    const changes = await findChanges()
    await tell(active, changeEvents(root, snapshot, changes, before))
  })
}

export function noteGap(sessions: Sessions, root: string, gap: Gap): Promise<void> {
  return sessions.inTurn(() => tell(sessions.activeIn(root), [gapEvent(root, gap)]))
}

/** Where several sessions run in one root, each event names them all: any of them may have done it. */
async function tell(active: readonly LiveSession[], events: readonly NewEvent[]): Promise<void> {
  const ids = active.map(({ session }) => session.id)
  const told =
    ids.length < 2 ? events : events.map((event) => ({ ...event, raw: { sessions: ids } }))
  for (const live of active) await live.append(told)
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
