/** A session in few words, for a language model: what was asked and what was reported first, when room is short. */
import type { Session } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import type { NarratedSnapshot } from '../history/narrated-snapshots.ts'
import type { ReportStep, SessionFacts } from './session-report.ts'

const CHARACTERS_MAX = 24_000
const LINE_MAX = 300
const FILES_MAX = 150

interface SessionDigest {
  title: string
  lines: string[]
  /** Steps and files that did not fit. */
  omitted: number
}

export function sessionDigest(
  session: Session,
  facts: SessionFacts,
  told: readonly NarratedSnapshot[],
): SessionDigest {
  const root = session.root === undefined ? '' : `${session.root}/`
  const lines: string[] = []
  let room = CHARACTERS_MAX
  const add = (line: string): boolean => {
    const cut = showText(line).slice(0, LINE_MAX)
    if (cut.length + 1 > room) return false
    lines.push(cut)
    room -= cut.length + 1
    return true
  }
  for (const { rule, risk, count } of facts.findings)
    add(`finding: ${risk} ${rule}, ${count} times`)
  const files = facts.files.filter(({ path, changes }, index) => {
    const name = path.startsWith(root) ? path.slice(root.length) : path
    return index < FILES_MAX && add(`file: ${name} (${changes.join(', ')})`)
  })
  for (const { narrative } of told.slice(-50)) add(`change: ${narrative.short}`)
  const chosen = new Set([...facts.steps].sort((a, b) => rank(a) - rank(b)).filter(fits(room)))
  for (const step of facts.steps) if (chosen.has(step)) add(stepText(step))
  const steps = facts.steps.length - chosen.size + facts.omitted.steps
  const omitted = steps + facts.files.length - files.length + facts.omitted.files
  if (omitted > 0) lines.push(`${omitted} more steps and files, which are not shown`)
  const { totals, agent } = session
  const counts = `${totals.steps} steps, ${totals.files} files changed, ${totals.anomalies} reported`
  return { title: `A session of the coding agent ${showText(agent)}: ${counts}.`, lines, omitted }
}

function rank({ event_type, risk_level }: ReportStep): number {
  if (event_type === 'USER_INPUT') return 0
  if (risk_level !== 'none') return 1
  return /^FILE_(?:READ|READDIR)$|^AGENT_THINK$/.test(event_type) ? 3 : 2
}

/** Takes steps as long as there is room for them. */
function fits(room: number): (step: ReportStep) => boolean {
  let left = room
  return (step) => {
    left -= Math.min(LINE_MAX, stepText(step).length) + 1
    return left >= 0
  }
}

function stepText({ seq, event_type, summary, exit_code, failed, refused }: ReportStep): string {
  const how = refused ? 'refused, not run' : exit_code ? `exit ${exit_code}` : failed && 'failed'
  const outcome = how ? ` (${how})` : ''
  return `step ${seq}: ${event_type} ${summary}${outcome}`
}
