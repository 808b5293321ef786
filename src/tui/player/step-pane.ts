/** What the box over the picture says of a step. */

import { changedPath } from '../../model/change.ts'
import { showCount, showNumber } from '../../model/counts.ts'
import type { Event, EventType } from '../../model/event.ts'
import { rawToText } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import { RISK_MARKS } from '../../model/style.ts'
import { formatClock, formatDuration } from '../../model/units.ts'
import type { RecordedChange } from '../../review/changes/snapshot-diff.ts'
import type { SessionStep } from '../../review/playback/session-steps.ts'
import type { Rule } from '../../rules/rule.ts'
import { changeLine } from '../change-line.ts'
import { type Line, lineWidth, plain, type Span, span, wrapText } from '../line.ts'
import type { Pane } from './scene.ts'

/** More are told by their folders. */
const CHANGES_MAX = 8
const FOLDERS_MAX = 6
const SAID_LINES_MAX = 3
const HANDLE = /^(?:sess_)?(.{4})/

/** One calm word for each type of event. */
const KINDS: Record<EventType, string> = {
  SESSION_START: 'start',
  SESSION_END: 'end',
  FILE_READ: 'read',
  FILE_WRITE: 'write',
  FILE_DELETE: 'delete',
  FILE_CHMOD: 'mode',
  FILE_CHOWN: 'owner',
  FILE_RENAME: 'rename',
  FILE_READDIR: 'list',
  SHELL_EXEC: 'shell',
  SHELL_STDOUT: 'out',
  SHELL_STDERR: 'err',
  HTTP_REQUEST: 'http',
  HTTP_RESPONSE: 'answer',
  MCP_TOOL_CALL: 'mcp',
  MCP_TOOL_RESULT: 'answer',
  AGENT_THINK: 'think',
  AGENT_ACT: 'says',
  USER_INPUT: 'prompt',
  GAP: 'gap',
}

export interface PaneFacts {
  step: SessionStep
  changes: readonly RecordedChange[]
  rules: readonly Rule[]
}

export function stepPane({ step: { step, session }, changes, rules }: PaneFacts): Pane {
  const { event, end } = step
  const agent = showText(event.agent ?? 'session')
  const handle = HANDLE.exec(session)?.[1] ?? ''
  const words = [`step ${event.seq}`, KINDS[event.event_type], `${agent} ${handle}`]
  return {
    title: [span(words.join(' · '), 'bold')],
    lines: (columns) => [
      ...findingLines(event, end, rules),
      ...saidLines(event, columns),
      outcomeLine(event, end, changes, columns),
      ...changeLines(changes, columns),
    ],
    keys: [
      ['Enter', 'open'],
      ['d', 'diff'],
      ['u', 'undo'],
      ['[ ]', 'previous, next'],
      ['e', 'close'],
    ],
  }
}

function findingLines(event: Event, end: Event | undefined, rules: readonly Rule[]): Line[] {
  const ids = new Set([...(event.findings ?? []), ...(end?.findings ?? [])])
  return [...ids].map((id) => {
    const rule = rules.find((known) => known.id === id)
    const risk = rule?.risk ?? 'warning'
    const style = risk === 'danger' ? 'danger' : RISK_MARKS[risk][1]
    const sign = risk === 'danger' ? '✖' : risk === 'warning' ? '▲' : 'i'
    return [span(`${sign} ${showText(id)}`, style), span(rule ? `  ${rule.summary}` : '')]
  })
}

function saidLines({ command, summary }: Event, columns: number): Line[] {
  const text = command === undefined ? showText(summary) : `$ ${showText(command)}`
  const lines = wrapText(text, columns, '  ')
  const left = lines.length - SAID_LINES_MAX
  return [
    ...lines.slice(0, SAID_LINES_MAX).map((line) => plain(line, 'bold')),
    ...(left > 0 ? [plain(`  … ${showCount(left, 'more line')}`, 'dim')] : []),
  ]
}

function outcomeLine(
  event: Event,
  end: Event | undefined,
  changes: readonly RecordedChange[],
  columns: number,
): Line {
  const { exit_code: exitCode, duration_ms: tookMs, failed, permission } = { ...event, ...end }
  const facts = [
    formatClock(Date.parse(event.time)),
    ...(permission === 'refused' ? ['refused'] : failed ? ['failed'] : []),
    ...(exitCode === undefined ? [] : [`exit ${exitCode}`]),
    ...(tookMs === undefined ? [] : [formatDuration(tookMs)]),
  ]
  const left = span(facts.join(' · '), 'dim')
  const right = countSpans(changes)
  const blanks = Math.max(1, columns - lineWidth([left]) - lineWidth(right))
  return [left, span(' '.repeat(blanks)), ...right]
}

function countSpans(changes: readonly RecordedChange[]): Span[] {
  if (changes.length === 0) return [span('no file changed', 'dim')]
  const added = sum(changes, 'added')
  const removed = sum(changes, 'removed')
  return [
    span(showCount(changes.length, 'file')),
    ...(added > 0 ? [span(` +${showNumber(added)}`, 'added')] : []),
    ...(removed > 0 ? [span(` -${showNumber(removed)}`, 'removed')] : []),
  ]
}

function sum(changes: readonly RecordedChange[], side: 'added' | 'removed'): number {
  return changes.reduce((all, { lines }) => all + (lines?.[side] ?? 0), 0)
}

function changeLines(changes: readonly RecordedChange[], columns: number): Line[] {
  if (changes.length === 0) return []
  if (changes.length <= CHANGES_MAX) {
    return [[], ...changes.map((change): Line => [span('  '), ...changeLine(change, columns - 2)])]
  }
  const folders = [...byFolder(changes)].sort(([, one], [, other]) => other.length - one.length)
  const left = folders.length - FOLDERS_MAX
  const shown = folders.slice(0, FOLDERS_MAX).map(([folder, some]): Line => {
    const counts = countSpans(some)
    const name = `  ${showText(folder)}/`
    const room = Math.max(1, columns - name.length - lineWidth(counts))
    return [span(name), span(' '.repeat(room)), ...counts]
  })
  return [[], ...shown, ...(left > 0 ? [plain(`  … ${left} more folders`, 'dim')] : [])]
}

function byFolder(changes: readonly RecordedChange[]): Map<string, RecordedChange[]> {
  const folders = new Map<string, RecordedChange[]>()
  for (const change of changes) {
    const path = rawToText(changedPath(change))
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.'
    const known = folders.get(folder)
    if (known) known.push(change)
    else folders.set(folder, [change])
  }
  return folders
}
