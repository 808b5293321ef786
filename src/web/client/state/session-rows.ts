/** What stands in the list of a session: its steps, what others changed meanwhile, gaps, and long silences. */
import type { MeanwhileAnswer, SentChange } from '../../api/meanwhile.ts'
import type { ListedStep } from './steps.ts'

export type SessionRow =
  | { kind: 'step'; startMs: number; step: ListedStep; bracket: Bracket }
  | { kind: 'change'; startMs: number; change: SentChange }
  | { kind: 'gap'; startMs: number; endMs: number; meaning: string; isOpen: boolean }
  | { kind: 'silence'; startMs: number; endMs: number }

/** Where a step stands among those that ran side by side. */
export type Bracket = 'none' | 'first' | 'middle' | 'last'

export const STEP_FILTERS = ['all', 'commands', 'changes', 'findings'] as const

export type StepFilter = (typeof STEP_FILTERS)[number]

const SILENCE_MS = 30_000

const TESTS: Readonly<Record<StepFilter, (step: ListedStep) => boolean>> = {
  all: () => true,
  commands: ({ kind }) => kind === 'shell',
  changes: ({ changes, kind }) => changes !== undefined || kind === 'seen',
  findings: isMarked,
}

/** Whether a step is one to look at: a rule reported it, or it was refused. */
export function isMarked({ risk_level, state }: ListedStep): boolean {
  return risk_level !== undefined || state === 'refused'
}

export function countSteps(steps: readonly ListedStep[], filter: StepFilter): number {
  return steps.reduce((count, step) => count + (TESTS[filter](step) ? 1 : 0), 0)
}

/** Returns the rows in order of time. What was not recorded stands in each of the filters. */
export function sessionRows(
  steps: readonly ListedStep[],
  meanwhile: Pick<MeanwhileAnswer, 'changes' | 'gaps'> | undefined,
  filter: StepFilter,
): SessionRow[] {
  const gaps = (meanwhile?.gaps ?? []).map(gapRow)
  const shown = steps.filter((step) => TESTS[filter](step) && !isTold(step, gaps))
  const brackets = bracketsOf(shown)
  const withOthers = filter === 'all' || filter === 'changes'
  const rows: SessionRow[] = [
    ...shown.map((step, index): SessionRow => {
      if (step.kind === 'gap') return gapStepRow(step)
      return { kind: 'step', startMs: step.startMs, step, bracket: brackets[index]! }
    }),
    ...(withOthers ? (meanwhile?.changes ?? []) : []).map((change): SessionRow => {
      return { kind: 'change', startMs: Date.parse(change.created_at), change }
    }),
    ...gaps,
  ].sort((one, other) => one.startMs - other.startMs)
  return filter === 'all' ? withSilences(rows) : rows
}

function gapRow({ from, to, meaning, open }: MeanwhileAnswer['gaps'][number]): GapRow {
  const [startMs, endMs] = [Date.parse(from), Date.parse(to)]
  return { kind: 'gap', startMs, endMs, meaning, isOpen: open === true }
}

type GapRow = Extract<SessionRow, { kind: 'gap' }>

function gapStepRow({ startMs, endMs = startMs, what }: ListedStep): GapRow {
  return { kind: 'gap', startMs, endMs, meaning: what, isOpen: false }
}

/** A gap that the session tells of, and that the root tells of too. */
function isTold({ kind, startMs, endMs = startMs }: ListedStep, gaps: readonly GapRow[]): boolean {
  return kind === 'gap' && gaps.some((gap) => gap.startMs <= endMs && gap.endMs >= startMs)
}

/** Sets a row wherever nothing happened for long and nothing went on. */
function withSilences(rows: readonly SessionRow[]): SessionRow[] {
  const found: SessionRow[] = []
  let quietMs = Infinity
  for (const row of rows) {
    if (row.startMs - quietMs >= SILENCE_MS)
      found.push({ kind: 'silence', startMs: quietMs, endMs: row.startMs })
    found.push(row)
    const endMs = endOf(row)
    quietMs = quietMs === Infinity ? endMs : Math.max(quietMs, endMs)
  }
  return found
}

export function endOf(row: SessionRow): number {
  if (row.kind === 'step') return row.step.endMs ?? row.startMs
  return row.kind === 'change' ? row.startMs : row.endMs
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
