/** Reports as Markdown: facts first, and what a model says of them last, under its name. */

import { showCount } from '../../model/counts.ts'
import type { EventType } from '../../model/event.ts'
import { formatCost, type KeptNarrative } from '../../model/narrative.ts'
import type { RiskLevel } from '../../model/risk.ts'
import { formatClock, formatDuration, formatMoment } from '../../model/units.ts'
import type { ChangeReport, SessionReport } from '../../review/answers/report.ts'
import type { NarratedSnapshot } from '../../review/history/narrated-snapshots.ts'
import type { DiffJson } from '../../review/json/diff.ts'
import { type ReportStep, SEEN_SHOWN_MAX } from '../../review/report/session-report.ts'
import { markdownBlock, markdownCode, markdownText } from './markdown.ts'

const DIFF_LINES_MAX = 1_000
const LISTED_MAX = 200

/** Returns the report of a change, or of a range of changes, with the narratives of its snapshots. */
export function changeReportLines(
  { diff, sides: { from, to }, narrative, told }: ChangeReport,
  root: string,
): string[] {
  const { changes } = diff
  const sum = (key: 'added_lines' | 'removed_lines') =>
    changes.reduce((total, change) => total + (change[key] ?? 0), 0)
  const facts = [
    ['Root', markdownCode(root)],
    ['From', from ? markdownCode(from.id) : 'nothing'],
    ['To', markdownCode(to.id)],
    ['At', diff.created_at],
    ['Actor', markdownText(to.actor.name) + (to.session ? ` (${markdownText(to.session)})` : '')],
    ['Said', to.message && markdownText(to.message)],
    ['Changes', `${changes.length} (+${sum('added_lines')} -${sum('removed_lines')} lines)`],
    ['Incomplete', to.complete ? undefined : 'something could not be recorded'],
  ]
  return [
    `# Diff Report: ${diff.diff_id}`,
    '',
    ...factLines(facts),
    '',
    '## Changes',
    '',
    ...changes.slice(0, LISTED_MAX).map((change) => changeLine(root, change)),
    ...moreLine(changes.length - LISTED_MAX, 'change'),
    ...diffLines(changes),
    ...toldLines(told),
    ...narrativeLines(narrative),
  ]
}

function factLines(facts: readonly (readonly (string | undefined)[])[]): string[] {
  return facts.flatMap(([name, value]) => (value ? [`- **${name}:** ${value}`] : []))
}

export function inRoot(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
}

function changeLine(root: string, change: DiffJson['changes'][number]): string {
  const { change_type, path, renamed_from, added_lines, removed_lines } = change
  const from = renamed_from === null ? '' : ` ← ${markdownCode(inRoot(root, renamed_from))}`
  const modes = change.old_mode !== change.new_mode && change.old_mode && change.new_mode
  const notes = [
    added_lines || removed_lines ? `+${added_lines} -${removed_lines}` : '',
    modes ? `mode ${change.old_mode} → ${change.new_mode}` : '',
  ].filter((note) => note !== '')
  return `- ${change_type} ${markdownCode(inRoot(root, path))}${from}${inBrackets(notes)}`
}

function inBrackets(notes: readonly string[]): string {
  return notes.length > 0 ? ` (${notes.join(', ')})` : ''
}

export function moreLine(count: number, noun: string): string[] {
  return count > 0 ? [`- … and ${showCount(count, `more ${noun}`)}`] : []
}

function diffLines(changes: DiffJson['changes']): string[] {
  const lines: string[] = []
  for (const { diff_text } of changes) {
    if (diff_text) lines.push(...diff_text.replace(/\n$/, '').split('\n'))
    if (lines.length > DIFF_LINES_MAX) break
  }
  if (lines.length === 0) return []
  const isCut = lines.length > DIFF_LINES_MAX
  return [
    '',
    '## Diff',
    '',
    ...markdownBlock(lines.slice(0, DIFF_LINES_MAX), 'diff'),
    ...(isCut ? ['', 'The diff is longer; `flightrec diff` shows all of it.'] : []),
  ]
}

function toldLines(told: readonly NarratedSnapshot[]): string[] {
  if (told.length === 0) return []
  const lines = told.slice(-LISTED_MAX).map(({ snapshot, narrative }) => {
    return `- ${markdownCode(snapshot.id)} ${markdownText(narrative.short)}`
  })
  return ['', '## Snapshot by snapshot', '', ...lines]
}

/** A language model wrote this: it says so, and when. */
function narrativeLines(narrative: KeptNarrative | undefined): string[] {
  if (!narrative) return []
  const { provider, model, generated, short, actions, intent_guess, omitted } = narrative
  // Anybody can add a note to a commit, with git alone.
  const isOurs = generated !== undefined
  const by = isOurs
    ? ` (${markdownText(provider)}, ${markdownText(model)}, ${new Date(generated).toISOString()})`
    : ''
  return [
    '',
    `## Narrative${by}`,
    '',
    markdownText(short),
    ...(actions.length > 0 ? ['', '**Actions:**', ''] : []),
    ...actions.map((action) => `- ${markdownText(action)}`),
    ...(intent_guess === null ? [] : ['', `**Intent:** ${markdownText(intent_guess)}`]),
    '',
    isOurs
      ? `*Written by a language model from what was recorded${omittedText(omitted)}${usageText(narrative)}.*`
      : '*A note that flightrec did not write.*',
  ]
}

function omittedText(omitted: number): string {
  return omitted === 0 ? '' : `; ${omitted} of the facts were only counted for it`
}

function usageText({ inputTokens, outputTokens, costUsd }: KeptNarrative): string {
  const tokens =
    inputTokens === undefined || outputTokens === undefined
      ? ''
      : `; ${inputTokens} tokens in, ${outputTokens} out`
  return costUsd === undefined ? tokens : `${tokens}, ${formatCost(costUsd)} USD`
}

const RISK_MARKS: Record<RiskLevel, string> = {
  danger: '✖ ',
  warning: '⚠ ',
  info: 'ℹ ',
  none: '',
}

export function sessionReportLines({ session, facts, told, narrative }: SessionReport): string[] {
  const { totals } = session
  const [started, last] = [Date.parse(session.started), Date.parse(session.ended ?? session.last)]
  const heads = [
    ['Agent', markdownText(session.agent)],
    ['Root', session.root && markdownCode(session.root)],
    ['Message', session.message && markdownText(session.message)],
    ['Started', formatMoment(started)],
    ['Ended', session.ended === undefined ? 'it is running' : formatMoment(last)],
    ['Took', formatDuration(last - started)],
    ['Steps', `${totals.steps}, ${totals.anomalies} of them reported by rules`],
    ['Files', `${totals.files} changed on disk`],
  ]
  const findings = facts.findings.map(({ rule, risk, events, count }) => {
    const more = count > events.length ? ', …' : ''
    return `- ${RISK_MARKS[risk]}${risk} ${markdownCode(rule)}: ${events.map((seq) => `[${seq}]`).join(', ')}${more}`
  })
  const files = facts.files.map(
    ({ path, changes }) =>
      `- ${markdownCode(inRoot(session.root ?? '', path))} ${changes.join(', ')}`,
  )
  return [
    `# Session Report: ${session.id}`,
    '',
    ...factLines(heads),
    ...section('What was done', facts.steps.map(stepLine), facts.omitted.steps, 'step'),
    ...section('Findings', findings, 0, 'finding'),
    ...section('Files changed on disk', files, facts.omitted.files, 'file'),
    ...toldLines(told),
    ...narrativeLines(narrative),
  ]
}

function section(title: string, lines: readonly string[], omitted: number, noun: string): string[] {
  const body = lines.length > 0 ? lines : ['Nothing was recorded.']
  const none = noun === 'finding' && lines.length === 0 ? ['The rules reported nothing.'] : body
  return ['', `## ${title}`, '', ...none, ...moreLine(omitted, noun)]
}

/** Who speaks, where it is not a tool that is called. */
const SPEAKERS: Partial<Record<EventType, string>> = {
  USER_INPUT: 'user: ',
  AGENT_ACT: 'agent: ',
  AGENT_THINK: 'agent: ',
}

function stepLine(step: ReportStep): string {
  const { seq, time, event_type, risk_level, findings, exit_code, duration_ms } = step
  const others = (step.times ?? 1) - (step.on_disk ? SEEN_SHOWN_MAX : 1)
  const notes = [
    others <= 0 ? '' : `and ${others} more`,
    step.on_disk ? 'seen on disk' : '',
    step.refused ? 'refused' : exit_code ? `exit ${exit_code}` : step.failed ? 'failed' : '',
    duration_ms === undefined || duration_ms < 1000 ? '' : formatDuration(duration_ms),
    ...findings.map(markdownCode),
  ].filter((note) => note !== '')
  const clock = formatClock(Date.parse(time))
  const text = event_type === 'SHELL_EXEC' ? markdownCode : markdownText
  const what = `${SPEAKERS[event_type] ?? ''}${text(step.summary)}`
  return `- [${seq}] ${clock} ${RISK_MARKS[risk_level]}${what}${inBrackets(notes)}`
}
