/** What a session did, gathered for a report: steps, what the rules found, files that changed on disk. */
import type { Event, EventType } from '../../model/event.ts'
import { type Risk, type RiskLevel, worstRisk } from '../../model/risk.ts'
import { FindingsByRule, type RuleFinding } from '../sessions/findings-by-rule.ts'

/** A call and its end are one step; so are reads in a row. */
export interface ReportStep {
  seq: number
  time: string
  event_type: EventType
  summary: string
  risk_level: RiskLevel
  findings: readonly string[]
  duration_ms?: number
  exit_code?: number
  failed?: true
  refused?: true
  /** How many events in a row it stands for; absent for one. */
  times?: number
  /** Set when the agent did not tell it: it was seen on disk. */
  on_disk?: true
}

/** A file that was seen to change on disk. */
interface ReportFile {
  path: string
  /** Of its changes, in the words of the events: `create`, `write`, `delete`, `rename`, `chmod`. */
  changes: readonly string[]
}

export interface SessionFacts {
  steps: ReportStep[]
  files: ReportFile[]
  findings: RuleFinding[]
  /** Ids of snapshots that were taken meanwhile. */
  snapshots: ReadonlySet<string>
  /** What is more than a report holds. */
  omitted: { steps: number; files: number }
}

const STEPS_MAX = 2_000
const FILES_MAX = 2_000
/** Changes seen at once that a step names. */
export const SEEN_SHOWN_MAX = 3
const READS: readonly EventType[] = ['FILE_READ', 'FILE_READDIR']
/** They frame or accompany a step. */
const NO_STEPS: readonly EventType[] = [
  'SESSION_START',
  'SESSION_END',
  'SHELL_STDOUT',
  'SHELL_STDERR',
]

/** Takes the events of a session one after another. */
export class SessionFactsCollector {
  readonly #steps: ReportStep[] = []
  readonly #calls = new Map<string, ReportStep>()
  readonly #files = new Map<string, Set<string>>()
  readonly #findings: FindingsByRule
  readonly #snapshots = new Set<string>()
  readonly #omitted = { steps: 0, files: 0 }

  /** `riskOf` knows the risk of a rule; that of one which is gone is the event's. */
  constructor(riskOf: (rule: string) => Risk | undefined) {
    this.#findings = new FindingsByRule(riskOf)
  }

  add(event: Event): void {
    this.#findings.add(event)
    if (event.source === 'watch' && event.event_type !== 'GAP') {
      this.#addFile(event)
      this.#addSeen(event)
    } else if (!NO_STEPS.includes(event.event_type)) this.#addStep(event)
  }

  facts(): SessionFacts {
    return {
      steps: this.#steps,
      files: [...this.#files]
        .map(([path, changes]) => ({ path, changes: [...changes] }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
      findings: this.#findings.list(),
      snapshots: this.#snapshots,
      omitted: this.#omitted,
    }
  }

  #addFile({ event_type, paths = [], summary, snapshot_after }: Event): void {
    if (snapshot_after !== undefined) this.#snapshots.add(snapshot_after)
    const verb = summary.split(' ', 1)[0]!
    for (const path of event_type === 'FILE_RENAME' ? paths.slice(-1) : paths) {
      const known = this.#files.get(path)
      if (known) known.add(verb)
      else if (this.#files.size < FILES_MAX) this.#files.set(path, new Set([verb]))
      else this.#omitted.files += 1
    }
  }

  #addStep(event: Event): void {
    const { call_id, phase } = event
    const begun = phase === 'after' && call_id !== undefined ? this.#calls.get(call_id) : undefined
    if (begun) {
      this.#calls.delete(call_id!)
      Object.assign(begun, outcomeOf(event))
      begun.findings = [...new Set([...begun.findings, ...(event.findings ?? [])])]
      return
    }
    const last = this.#steps.at(-1)
    if (
      last &&
      READS.includes(event.event_type) &&
      READS.includes(last.event_type) &&
      isQuiet(event, last)
    ) {
      last.times = (last.times ?? 1) + 1
      return
    }
    const step = this.#push(event)
    if (step && phase === 'before' && call_id !== undefined) this.#calls.set(call_id, step)
  }

  /** What was seen at the same time is one step. */
  #addSeen(event: Event): void {
    const last = this.#steps.at(-1)
    if (!last?.on_disk || last.time !== event.time) {
      const step = this.#push(event)
      if (step) step.on_disk = true
      return
    }
    last.times = (last.times ?? 1) + 1
    if (last.times <= SEEN_SHOWN_MAX) last.summary += `, ${event.summary}`
    last.findings = [...new Set([...last.findings, ...(event.findings ?? [])])]
    last.risk_level = worstRisk(
      [last.risk_level, event.risk_level].filter((risk) => risk !== 'none'),
    )
  }

  #push(event: Event): ReportStep | undefined {
    if (this.#steps.length >= STEPS_MAX) {
      this.#omitted.steps += 1
      return undefined
    }
    const { seq, time, event_type, summary, risk_level, findings = [] } = event
    const step = { seq, time, event_type, summary, risk_level, findings, ...outcomeOf(event) }
    this.#steps.push(step)
    return step
  }
}

/** Reads that a rule reported stand for themselves. */
function isQuiet(event: Event, last: ReportStep): boolean {
  return event.risk_level === 'none' && last.risk_level === 'none' && event.failed === undefined
}

function outcomeOf({ duration_ms, exit_code, failed, permission }: Event) {
  return {
    ...(duration_ms !== undefined && { duration_ms }),
    ...(exit_code !== undefined && { exit_code }),
    ...(failed && { failed }),
    ...(permission === 'refused' && { refused: true as const }),
  }
}
