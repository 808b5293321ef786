/** Snapshots and gaps as lines of the screen. */

import { showCount } from '../model/counts.ts'
import { GAP_REASONS, type Gap } from '../model/gap.ts'
import { showText } from '../model/show.ts'
import { type Snapshot, UNATTRIBUTED } from '../model/snapshot.ts'
import {
  formatClock,
  formatDate,
  formatDuration,
  formatMoment,
  formatShortAge,
  formatSize,
} from '../model/units.ts'
import type { LogEntry } from '../review/history/log.ts'
import { fitText, type Line, plain, span } from './line.ts'

const ACTOR_COLUMNS = 12
const AGE_COLUMNS = 8
/** On a narrower screen, what changed says more than when. */
const AGE_FROM_COLUMNS = 64

/** Returns one row of a timeline; `short` is what a language model says of the change. */
export function entryLine(
  entry: LogEntry,
  short: string | undefined,
  nowMs: number,
  columns: number,
): Line {
  if (entry.type === 'gap') return gapLine(entry.gap)
  const { snapshot } = entry
  const { id, time, actor, complete, message, subject } = snapshot
  const isNobody = actor.name === UNATTRIBUTED.name
  const age = formatShortAge(time, nowMs).padStart(AGE_COLUMNS)
  return [
    span(id, 'modified'),
    ...(columns < AGE_FROM_COLUMNS ? [] : [span(`  ${age}`, 'dim')]),
    span(`  ${fitText(isNobody ? '-' : showText(actor.name), ACTOR_COLUMNS)}  `),
    ...(complete ? [] : [span('(incomplete) ', 'warning')]),
    span(showText(message ?? short ?? subject)),
  ]
}

/** Returns all that a search of the timeline looks at. */
export function entryText(entry: LogEntry): string {
  if (entry.type === 'gap') return `gap ${GAP_REASONS[entry.gap.reason]} ${entry.gap.detail ?? ''}`
  const { id, actor, session, subject, message, trigger } = entry.snapshot
  return [id, actor.name, session, subject, message, trigger].join(' ')
}

export function gapLine(gap: Gap): Line {
  const detail = gap.detail === undefined ? '' : ` (${showText(gap.detail)})`
  const duration = formatDuration(gap.to - gap.from)
  const when = `${formatDate(gap.from)} → ${formatClock(gap.to)}`
  return plain(`gap ${duration}  ${when}  ${GAP_REASONS[gap.reason]}${detail}`, 'warning')
}

/** Returns what is known of a snapshot, a few lines. */
export function snapshotSummary(snapshot: Snapshot, short?: string): Line[] {
  const { id, time, trigger, subject, message, actor, session, event, evidence } = snapshot
  const files = showCount(snapshot.files, 'file')
  const skipped = snapshot.skipped === 0 ? [] : [`${snapshot.skipped} not recorded`]
  const who = [actor.name, session, event && `step ${event}`, evidence]
  const said = message ?? short
  return [
    [span(` ${id}`, 'modified'), span(`  ${formatMoment(time)}  ${trigger}`, 'dim')],
    ...(said === undefined ? [] : [plain(` ${showText(said)}`, 'bold')]),
    [span(` ${showText(subject)}`)],
    [span(` by ${who.flatMap((part) => (part ? showText(part) : [])).join(', ')}`)],
    [
      span(` ${[`${files}, ${formatSize(snapshot.bytes)}`, ...skipped].join(', ')}`, 'dim'),
      ...(snapshot.complete ? [] : [span('  incomplete', 'warning')]),
    ],
  ]
}
