/** What a snapshot found, as events: the ground truth beside what an agent says. */
import { absolutePath } from '../../model/absolute-path.ts'
import { type Change, changedPath } from '../../model/change.ts'
import type { EventType } from '../../model/event.ts'
import type { Gap } from '../../model/gap.ts'
import { GAP_REASONS } from '../../model/gap.ts'
import { type RawPath, rawToText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatDuration } from '../../model/units.ts'
import type { NewEvent } from './prepare-event.ts'

const TYPES: Record<Change['type'], EventType> = {
  added: 'FILE_WRITE',
  modified: 'FILE_WRITE',
  copied: 'FILE_WRITE',
  removed: 'FILE_DELETE',
  renamed: 'FILE_RENAME',
  mode: 'FILE_CHMOD',
}

const VERBS: Record<Change['type'], string> = {
  added: 'create',
  modified: 'write',
  copied: 'create',
  removed: 'delete',
  renamed: 'rename',
  mode: 'chmod',
}

/** Returns one event for each change that `snapshot` found in `root` since the snapshot `before`. */
export function changeEvents(
  root: string,
  snapshot: Snapshot,
  changes: readonly Change[],
  before: string | undefined,
): NewEvent[] {
  const time = new Date(snapshot.time).toISOString()
  return changes.map((change) => {
    const { type, after } = change
    const from = type === 'renamed' ? change.before : undefined
    const paths = [...(from ? [from.path] : []), changedPath(change)]
    return {
      time,
      event_type: TYPES[type],
      summary: summaryOf(change, paths),
      cwd: root,
      paths: paths.map((path) => absolutePath(root, path)),
      ...(type === 'mode' && after && { mode: permissions(after.mode) }),
      ...(before !== undefined && { snapshot_before: before }),
      snapshot_after: snapshot.id,
      ...(snapshot.call !== undefined && { call_id: snapshot.call }),
      source: 'watch' as const,
    }
  })
}

function summaryOf({ type, after }: Change, paths: readonly RawPath[]): string {
  const names = paths.map((path) => rawToText(path) || '.').join(' → ')
  const mode = type === 'mode' && after ? `${permissions(after.mode)} ` : ''
  return `${VERBS[type]} ${mode}${names}`
}

function permissions(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0')
}

/** Returns the event that says that a stretch of a session was not recorded. */
export function gapEvent(root: string, { reason, from, to }: Gap): NewEvent {
  return {
    time: new Date(to).toISOString(),
    event_type: 'GAP',
    summary: `not recorded for ${formatDuration(to - from)}: ${GAP_REASONS[reason]}`,
    duration_ms: Math.max(0, to - from),
    cwd: root,
    source: 'watch',
  }
}
