/** What stands in the list of a session: its steps, what others changed meanwhile, gaps, and long silences. */
import type { ListedStep } from './steps.ts'

export type SessionRow =
  | { kind: 'step'; startMs: number; step: ListedStep; bracket: Bracket }
  | { kind: 'silence'; startMs: number; endMs: number }

/** Where a step stands among those that ran side by side. */
export type Bracket = 'none' | 'first' | 'middle' | 'last'

export type StepFilter = 'all' | 'commands' | 'changes' | 'findings'

const SILENCE_MS = 30_000

/** Of the agent, only what it does; what it says belongs to all. */
const TESTS: Readonly<Record<StepFilter, (step: ListedStep) => boolean>> = {
  all: () => true,
  commands: ({ kind }) => kind === 'shell',
  changes: ({ changes }) => changes !== undefined,
  findings: ({ findings, state }) => findings !== undefined || state === 'refused',
}

export function sessionRows(steps: readonly ListedStep[], filter: StepFilter): SessionRow[] {
  const rows: SessionRow[] = []
  const shown = steps.filter(TESTS[filter])
  const brackets = bracketsOf(shown)
  let quietSince = Infinity
  for (const [index, step] of shown.entries()) {
    const { startMs } = step
    if (filter === 'all' && startMs - quietSince >= SILENCE_MS)
      rows.push({ kind: 'silence', startMs: quietSince, endMs: startMs })
    rows.push({ kind: 'step', startMs, step, bracket: brackets[index]! })
    const endMs = step.endMs ?? startMs
    quietSince = quietSince === Infinity ? endMs : Math.max(quietSince, endMs)
  }
  return rows
}

export function countSteps(steps: readonly ListedStep[], filter: StepFilter): number {
  return steps.reduce((count, step) => count + (TESTS[filter](step) ? 1 : 0), 0)
}

/** Calls of which each began before those above it had ended. */
function bracketsOf(steps: readonly ListedStep[]): Bracket[] {
  const brackets: Bracket[] = steps.map(() => 'none')
  let untilMs = -Infinity
  let last = -1
  for (const [index, { startMs, endMs = startMs }] of steps.entries()) {
    if (endMs === startMs) {
      untilMs = -Infinity
      continue
    }
    if (last === index - 1 && startMs < untilMs) {
      brackets[last] = brackets[last] === 'none' ? 'first' : 'middle'
      brackets[index] = 'last'
    }
    untilMs = startMs < untilMs ? Math.max(untilMs, endMs) : endMs
    last = index
  }
  return brackets
}
