/** From a line or a version to where it was made. */
import type { LineSnapshot } from '../../state/file/line-makers.ts'
import { openView } from '../../state/view.ts'

/** Of a session its page at that moment, else the snapshot in its timeline. */
export function openMoment(root: string, snapshot: LineSnapshot): void {
  const { session, event, created_at: at, snapshot_id } = snapshot
  if (session === null) openView('snapshot', { root, snapshot: snapshot_id })
  else openView('session', { session, at, ...(event !== null && { step: String(event) }) })
}
