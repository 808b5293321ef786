/** A step as it stands in a list; see docs/json.md. */

import { eventsOf } from '../sessions/joined-steps.ts'
import type { StepRow } from '../sessions/step-rows.ts'

const SUBJECT_MAX = 240

/** What is not known, and what is nought, is absent: there may be a hundred thousand of them. */
export function stepJson(row: StepRow) {
  const { step, kind, subject, startMs, endMs, state, risk, findings, changes, snapshots } = row
  const { seq, tool, agent } = step.event
  const { exit_code } = step.end ?? step.event
  const { before, taken } = snapshots
  return {
    type: 'step' as const,
    seq,
    last_seq: Math.max(...eventsOf(step).map((event) => event.seq)),
    time: new Date(startMs).toISOString(),
    ...(endMs !== undefined && { ended_at: new Date(endMs).toISOString() }),
    kind,
    what: cut(subject),
    ...(tool !== undefined && { tool }),
    ...(agent !== undefined && { agent }),
    ...(state && { state }),
    ...(exit_code !== undefined && exit_code !== 0 && { exit_code }),
    ...(risk !== 'none' && { risk_level: risk }),
    ...(findings.length > 0 && { findings }),
    ...(Object.keys(changes).length > 0 && { changes }),
    ...(before !== undefined && { snapshot_before: before }),
    ...(taken.length > 0 && { snapshot_after: taken.at(-1)! }),
  }
}

/** Rows are one line; all of it is in the event. */
function cut(text: string): string {
  const line = text
    .slice(0, 4 * SUBJECT_MAX)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > SUBJECT_MAX ? `${line.slice(0, SUBJECT_MAX)}…` : line
}
