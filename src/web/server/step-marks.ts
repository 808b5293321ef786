/** Steps as marks: of an agent's lane what it did, of the person's what it was asked, and what was refused. */
import type { SentStep } from '../api/step-rows.ts'
import type { LaneMark } from './mark-levels.ts'

const LABEL_MAX = 60
/** A prompt is the person's, a gap the record's. */
const NOT_ITS: ReadonlySet<SentStep['kind']> = new Set(['prompt', 'gap'])

/** `nowMs` ends what goes on; undefined when the session has ended. */
export function agentMarks(steps: readonly SentStep[], nowMs: number | undefined): LaneMark[] {
  return steps.flatMap((step) => (NOT_ITS.has(step.kind) ? [] : agentMark(step, nowMs)))
}

function agentMark(step: SentStep, nowMs: number | undefined): LaneMark {
  const { seq, time, ended_at, kind, what, state, risk_level: risk = 'none' } = step
  const startMs = Date.parse(time)
  const isOpen = state === 'open'
  const endMs =
    ended_at === undefined ? (isOpen ? (nowMs ?? startMs) : startMs) : Date.parse(ended_at)
  const isWords = kind === 'says' || kind === 'think' || kind === 'note'
  return {
    ...{ startMs, endMs: Math.max(startMs, endMs), risk, count: 1, seq },
    kind: isWords ? 'words' : (state ?? 'call'),
    label: outcome(step, what.slice(0, LABEL_MAX)),
  }
}

function outcome({ exit_code, kind }: SentStep, what: string): string {
  if (kind === 'agent') return `agent ${what}`
  return exit_code === undefined ? what : `${what}, exit ${exit_code}`
}

export function personMarks(steps: readonly SentStep[]): LaneMark[] {
  return steps.flatMap(({ seq, kind, state, time, ended_at, what }): LaneMark[] => {
    const mark = (timeMs: number) => ({
      ...{ startMs: timeMs, endMs: timeMs, risk: 'none' as const, count: 1, seq },
    })
    if (kind === 'prompt')
      return [{ ...mark(Date.parse(time)), kind: 'prompt', label: what.slice(0, LABEL_MAX) }]
    if (state !== 'refused') return []
    return [{ ...mark(Date.parse(ended_at ?? time)), kind: 'refusal', label: `refuses #${seq}` }]
  })
}
