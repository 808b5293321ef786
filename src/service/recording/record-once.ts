import type { Config } from '../../model/config.ts'
import { attribute } from '../../record/attribution/attribute.ts'
import { manualSessionsIn } from '../../record/attribution/attributor.ts'
import { momentOf } from '../../record/attribution/change-moment.ts'
import { mayBeSent } from '../../record/narrate/allowed-roots.ts'
import { forgetPending } from '../../record/narrate/pending-snapshots.ts'
import { noteSnapshot } from '../../record/sessions/note-changes.ts'
import type { Sessions } from '../../record/sessions/sessions.ts'
import type { Attribute } from '../../record/snapshot/attributed-changes.ts'
import type { SnapshotRequest } from '../../record/snapshot/snapshot-request.ts'
import type { Home } from '../../store/home/home.ts'
import { ensureShadowRepo } from '../../store/home/shadow-repos.ts'
import { snapshotLine } from '../json/record-line.ts'
import type { SnapshotReport } from '../requests.ts'
import { openConfiguredRecorder } from './root-recorder.ts'
import { skippedFiles, withRenames } from './snapshot-facts.ts'

/** Records a root that nothing watches, and tells the sessions, if any run. The caller holds the lock of the home. */
export async function recordOnce(
  home: Home,
  config: Config,
  root: string,
  request: SnapshotRequest,
  sessions: Sessions | undefined,
): Promise<SnapshotReport> {
  const repo = ensureShadowRepo(home, root)
  if (!mayBeSent(config, root)) forgetPending(repo.gitDir)
  const recorder = await openConfiguredRecorder(home, config, repo, {
    attribute: sessions && toManualSessions(sessions, root),
  })
  try {
    const result = await recorder.snapshot(request)
    const changes = await withRenames(repo.gitDir, result)
    if (sessions && result.isNew) {
      await noteSnapshot(sessions, repo, result.snapshot, async () => changes)
    }
    const skipped = await skippedFiles(repo, result.snapshot)
    await recorder.refreshIndex()
    const line = snapshotLine(repo, result, changes, skipped)
    const { snapshot, cutShort } = result
    return { snapshot, line, cutShort }
  } finally {
    await recorder.close()
  }
}

/**
 * Without a daemon nobody hears of calls as they come. A session begun by hand is believed as long as no other
 * is known to work here.
 */
function toManualSessions(sessions: Sessions, root: string): Attribute {
  const isAlone = sessions.activeIn(root).every(({ session }) => session.manual)
  const manual = isAlone ? manualSessionsIn(sessions, root) : []
  const around = { calls: [], manual, isStrangerNear: false }
  return (changes, { sinceMs }) =>
    changes.map((change) => attribute(momentOf(root, change, sinceMs), around))
}
