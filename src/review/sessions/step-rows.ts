/** The steps of a session as rows: what stands in a list of them, and no more. */
import type { Event } from '../../model/event.ts'
import { isUsageAlone } from '../../model/event.ts'
import { isRisk, type RiskLevel, worstRisk } from '../../model/risk.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import {
  eventsOf,
  findingsOf,
  hasFailed,
  isUnended,
  type JoinedStep,
  joinSteps,
  wasRefused,
} from './joined-steps.ts'
import { type StepKind, stepKind, stepSubject } from './step-kind.ts'
import { StepIndex, type StepSnapshots } from './step-snapshots.ts'

/** How many files a step changed on disk, by how. */
interface ChangeCounts {
  added?: number
  modified?: number
  removed?: number
  renamed?: number
}

export interface StepRow {
  step: JoinedStep
  kind: StepKind
  subject: string
  startMs: number
  /** Undefined for what has no length, and for a call whose end was not told. */
  endMs: number | undefined
  /** `open`: nobody has told how the call ended. */
  state: 'failed' | 'refused' | 'open' | undefined
  risk: RiskLevel
  findings: string[]
  changes: ChangeCounts
  snapshots: StepSnapshots
}

/** Returns them in order of time; what was told late stands where it happened. */
export async function readStepRows(
  events: AsyncIterable<StoredEvent>,
  root: string | undefined,
): Promise<StepRow[]> {
  const told: StoredEvent[] = []
  for await (const event of events) told.push(event)
  const index = new StepIndex(told)
  const calls = new Set(told.filter(({ source }) => source !== 'watch').map(callKey))
  const rows: StepRow[] = []
  for await (const step of joinSteps(each(told))) {
    if (isStep(step.event, calls)) rows.push(stepRow(step, index, root))
  }
  return rows.sort((a, b) => a.startMs - b.startMs || a.step.event.seq - b.step.event.seq)
}

async function* each(events: readonly StoredEvent[]): AsyncGenerator<StoredEvent> {
  yield* events
}

/** What was seen on disk is told with the call that it is put down to. */
function isStep(event: Event, calls: ReadonlySet<string>): boolean {
  const { event_type: type, source, call_id } = event
  if (type === 'SESSION_START' || type === 'SESSION_END' || isUsageAlone(event)) return false
  return source !== 'watch' || call_id === undefined || !calls.has(call_id)
}

function stepRow(step: JoinedStep, index: StepIndex, root: string | undefined): StepRow {
  const { event } = step
  const events = eventsOf(step)
  const startMs = Date.parse(event.time)
  return {
    step,
    kind: stepKind(event),
    subject: stepSubject(event, root),
    startMs,
    endMs: endOf(step, startMs),
    state: wasRefused(step)
      ? 'refused'
      : hasFailed(step)
        ? 'failed'
        : isUnended(step)
          ? 'open'
          : undefined,
    risk: worstRisk(events.map(({ risk_level }) => risk_level).filter(isRisk)),
    findings: findingsOf(step),
    changes: countChanges(event.source === 'watch' ? [event] : index.seenOf(event)),
    snapshots: index.snapshotsOf(event),
  }
}

/** A transcript tells calls that no hook told: then only the length is known. */
function endOf({ event, end }: JoinedStep, startMs: number): number | undefined {
  if (end) return Math.max(startMs, Date.parse(end.time))
  const { duration_ms: length } = event
  return length === undefined ? undefined : startMs + Math.max(0, length)
}

function countChanges(seen: readonly Event[]): ChangeCounts {
  const counts: ChangeCounts = {}
  for (const event of seen) {
    const how = howChanged(event)
    if (how) counts[how] = (counts[how] ?? 0) + 1
  }
  return counts
}

function howChanged({ event_type: type, summary }: Event): keyof ChangeCounts | undefined {
  if (type === 'FILE_DELETE') return 'removed'
  if (type === 'FILE_RENAME') return 'renamed'
  if (type === 'FILE_WRITE') return summary.startsWith('create') ? 'added' : 'modified'
  return type === 'FILE_CHMOD' || type === 'FILE_CHOWN' ? 'modified' : undefined
}
