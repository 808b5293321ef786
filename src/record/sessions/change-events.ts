/** What a snapshot found, as events: the ground truth beside what an agent says. */
import { absolutePath } from '../../model/absolute-path.ts'
import { type Change, changedPath } from '../../model/change.ts'
import { showCount } from '../../model/counts.ts'
import type { EventType } from '../../model/event.ts'
import { GAP_REASONS, type Gap } from '../../model/gap.ts'
import { type RawPath, rawToText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatDuration } from '../../model/units.ts'
import { MASS_MIN } from '../../rules/families/delete.ts'
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

const PATHS_PER_EVENT_MAX = 1_000

/**
 * Returns the events of what `snapshot` found in `root` since the snapshot `before`: one for each change, but that
 * many files which went at once are told of together, so that the rules and the reader see them as what they are.
 */
export function changeEvents(
  root: string,
  snapshot: Pick<Snapshot, 'id' | 'time'> & { call?: string | undefined },
  changes: readonly Change[],
  before: string | undefined,
): NewEvent[] {
  const frame = {
    time: new Date(snapshot.time).toISOString(),
    cwd: root,
    ...(before !== undefined && { snapshot_before: before }),
    snapshot_after: snapshot.id,
    ...(snapshot.call !== undefined && { call_id: snapshot.call }),
    source: 'watch' as const,
  }
  const gone = changes.filter(({ type }) => type === 'removed')
  if (gone.length < MASS_MIN) return changes.map((change) => ({ ...frame, ...said(root, change) }))
  const others = changes.filter(({ type }) => type !== 'removed')
  return [
    ...others.map((change) => ({ ...frame, ...said(root, change) })),
    ...inGroups(gone.map(changedPath)).map((paths) => ({ ...frame, ...saidOfGone(root, paths) })),
  ]
}

type Said = Pick<NewEvent, 'event_type' | 'summary' | 'paths' | 'mode'>

function said(root: string, change: Change): Said {
  const { type, after } = change
  const from = type === 'renamed' ? change.before : undefined
  const paths = [...(from ? [from.path] : []), changedPath(change)]
  return {
    event_type: TYPES[type],
    summary: summaryOf(change, paths),
    paths: paths.map((path) => absolutePath(root, path)),
    ...(type === 'mode' && after && { mode: permissions(after.mode) }),
  }
}

function saidOfGone(root: string, paths: readonly RawPath[]): Said {
  const names = paths.slice(0, 3).map((path) => rawToText(path))
  const more = paths.length > names.length ? ', …' : ''
  return {
    event_type: 'FILE_DELETE',
    summary: `delete ${showCount(paths.length, 'file')}: ${names.join(', ')}${more}`,
    paths: paths.map((path) => absolutePath(root, path)),
  }
}

function inGroups(paths: readonly RawPath[]): RawPath[][] {
  const count = Math.ceil(paths.length / PATHS_PER_EVENT_MAX)
  const size = Math.ceil(paths.length / count)
  return Array.from({ length: count }, (_, n) => paths.slice(n * size, (n + 1) * size))
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
