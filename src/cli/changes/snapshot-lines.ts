/** Snapshots and gaps as lines for people and for scripts. */

import { showCount } from '../../model/counts.ts'
import { GAP_REASONS, type Gap } from '../../model/gap.ts'
import { showPath, showText } from '../../model/show.ts'
import { type LaterEvidence, type Snapshot, UNATTRIBUTED } from '../../model/snapshot.ts'
import {
  formatAge,
  formatClock,
  formatDate,
  formatDuration,
  formatMoment,
  formatSize,
} from '../../model/units.ts'
import type { Style } from '../terminal/style.ts'

const LATER_PATHS_MAX = 5

/** Returns the head of a snapshot as `git log` shows a commit; `told` is the short line of its narrative. */
export function snapshotBlock(
  snapshot: Snapshot,
  nowMs: number,
  style: Style,
  told?: string,
): string[] {
  const age = style('dim', `(${formatAge(snapshot.time, nowMs)})`)
  const lines = [
    style('modified', `snapshot ${snapshot.id}`),
    `Actor:  ${actorText(snapshot)}`,
    ...(snapshot.later ?? []).map((part) => `Later:  ${laterText(part)}`),
    `Date:   ${formatMoment(snapshot.time)} ${age}`,
  ]
  if (!snapshot.complete) lines.push(style('warning', `Incomplete: ${incompleteText(snapshot)}`))
  lines.push('', `    ${showText(snapshot.subject)}`)
  if (told !== undefined) lines.push(`    ${toldText(told, style)}`)
  if (snapshot.message !== undefined) {
    lines.push('', ...snapshot.message.split('\n').map((line) => `    ${showText(line)}`))
  }
  return lines
}

/** Returns e.g. `claude-code (sess_6a9ac1d2e3f40516#8)`. */
function actorText({ actor, session, event }: Snapshot): string {
  const step = event === undefined ? '' : `#${event}`
  return showText(actor.name + (session === undefined ? '' : ` (${session}${step})`))
}

/** Returns e.g. `2 paths put down to claude-code (sess_6a9ac1d2e3f40516#8): a.txt, b.txt`. */
function laterText({ agent, session, event, paths }: LaterEvidence): string {
  const who = `${agent} (${session}${event === undefined ? '' : `#${event}`})`
  const named = paths.slice(0, LATER_PATHS_MAX).map(showPath).join(', ')
  const more = paths.length > LATER_PATHS_MAX ? ', …' : ''
  return `${showCount(paths.length, 'path')} put down to ${showText(who)}: ${named}${more}`
}

export function incompleteText({ skipped }: Snapshot): string {
  const paths = skipped === 1 ? '1 path is' : `${skipped} paths are`
  return skipped === 0 ? 'not everything could be recorded' : `${paths} not recorded`
}

/** What a model says is not what happened: it has a mark of its own. */
function toldText(told: string, style: Style): string {
  return style('dim', `> ${showText(told)}`)
}

export function snapshotOneLine(
  snapshot: Snapshot,
  nowMs: number,
  style: Style,
  told?: string,
): string {
  const age = formatAge(snapshot.time, nowMs).padEnd(14)
  const mark = snapshot.complete ? '' : style('warning', '(incomplete) ')
  const id = style('modified', snapshot.id)
  const actor = showText(snapshot.actor.name).padEnd(UNATTRIBUTED.name.length)
  const line = `${id}  ${style('dim', age)}  ${actor}  ${mark}${showText(snapshot.subject)}`
  return told === undefined ? line : `${line}  ${toldText(told, style)}`
}

/** Returns e.g. `gap 2m 10s  14:03:10 → 14:05:20  nothing was watching`; days are named when they differ. */
export function gapLine(gap: Gap, nowMs: number, style: Style): string {
  const isToday = sameDay(gap.from, gap.to) && sameDay(gap.to, nowMs)
  const format = isToday ? formatClock : formatDate
  const to = sameDay(gap.from, gap.to) ? formatClock(gap.to) : format(gap.to)
  const detail = gap.detail === undefined ? '' : ` (${showText(gap.detail)})`
  const span = `${format(gap.from)} → ${gap.isOpen ? 'now' : to}`
  const duration = formatDuration(gap.to - gap.from)
  return style('warning', `gap ${duration}  ${span}  ${GAP_REASONS[gap.reason]}${detail}`)
}

function sameDay(a: number, b: number): boolean {
  return formatDate(a).slice(0, 10) === formatDate(b).slice(0, 10)
}

/** Returns the fields of `log --porcelain`, tabs between them. They stay as they are; see docs/json.md. */
export function porcelainLine(entry: Snapshot | Gap): string {
  const fields =
    'id' in entry
      ? [
          'snapshot',
          entry.id,
          entry.commit,
          entry.time,
          entry.complete ? 'complete' : 'incomplete',
          showText(entry.actor.name),
          showText(entry.session ?? '-'),
          showText(entry.subject),
        ]
      : ['gap', entry.reason, entry.from, entry.to]
  return fields.join('\t')
}

function evidenceText({ evidence, later }: Snapshot): string | undefined {
  if (evidence === undefined) return undefined
  return showText(evidence) + (later ? ', put down afterwards' : '')
}

/** Returns what else is known of a snapshot, for `show`. */
export function snapshotFacts(snapshot: Snapshot, style: Style): string[] {
  const facts: [string, string | undefined][] = [
    ['holds', `${showCount(snapshot.files, 'file')}, ${formatSize(snapshot.bytes)}`],
    ['trigger', snapshot.trigger],
    ['evidence', evidenceText(snapshot)],
    ['commit', snapshot.commit],
  ]
  return facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`    ${style('dim', name.padEnd(8))} ${value}`],
  )
}
