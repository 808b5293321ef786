/** The list of the session that the page shows: which rows, which is chosen, and where keys go. */
import { computed, signal } from '@preact/signals'
import type { MeanwhileAnswer } from '../../api/meanwhile.ts'
import type { SentStep } from '../../api/step-rows.ts'
import { cursor, type Move, moveTo } from './cursor.ts'
import {
  isMarked,
  type SessionRow,
  STEP_FILTERS,
  type StepFilter,
  sessionRows,
} from './session-rows.ts'
import { addSteps, chooseStep, steps } from './steps.ts'
import { view } from './view.ts'

/** Undefined until it is known. */
export const meanwhile = signal<MeanwhileAnswer | undefined>(undefined)

export const stepFilter = computed<StepFilter>(() => {
  const { show } = view.value.parameters
  return STEP_FILTERS.find((one) => one === show) ?? 'all'
})

export const rows = computed(() => sessionRows(steps.value, meanwhile.value, stepFilter.value))

/** Rows by what they are chosen by. */
const places = computed(() => new Map(rows.value.map((row, place) => [keyOf(row), place])))

/** The place of the row that is chosen; -1 when it is not among those that are shown. */
export const chosenRow = computed(() => {
  const anchor = cursor.value?.anchor
  if (!anchor) return -1
  if (anchor.kind === 'step' && anchor.session === undefined)
    return places.value.get(`step ${anchor.seq}`) ?? -1
  if (anchor.kind === 'snapshot') return places.value.get(`snapshot ${anchor.id}`) ?? -1
  if (anchor.kind === 'gap') return places.value.get(`gap ${anchor.fromMs}`) ?? -1
  return -1
})

function keyOf(row: SessionRow): string {
  if (row.kind === 'step') return `step ${row.step.seq}`
  return row.kind === 'change' ? `snapshot ${row.change.snapshot_id}` : `${row.kind} ${row.startMs}`
}

/** Goes to what a row tells of; a silence is nothing to go to. */
export function chooseRow(row: SessionRow, how: Move = 'choose'): void {
  if (row.kind === 'step') chooseStep(row.step, how)
  else if (row.kind !== 'silence') {
    const anchor =
      row.kind === 'gap'
        ? { kind: 'gap' as const, fromMs: row.startMs }
        : {
            kind: 'snapshot' as const,
            id: row.change.snapshot_id,
            root: meanwhile.value?.root ?? undefined,
          }
    moveTo({ timeMs: row.startMs, side: 'after', anchor }, how)
  }
}

/** Returns the nearest row above or below that passes; the moment counts where no row is chosen. */
export function rowBeside(
  by: 1 | -1,
  test: (row: SessionRow) => boolean = (row) => row.kind !== 'silence',
): SessionRow | undefined {
  const all = rows.value
  for (let at = firstBeside(by); at >= 0 && at < all.length; at += by)
    if (test(all[at]!)) return all[at]
  return undefined
}

function firstBeside(by: 1 | -1): number {
  if (chosenRow.value >= 0) return chosenRow.value + by
  const timeMs = cursor.value?.timeMs ?? -Infinity
  const after = rows.value.findIndex(({ startMs }) => startMs > timeMs)
  const below = after < 0 ? rows.value.length : after
  return by > 0 ? below : below - 1
}

/** What `[` and `]` stop at. */
export function isRowMarked(row: SessionRow): boolean {
  return row.kind === 'gap' || (row.kind === 'step' && isMarked(row.step))
}

/** How many steps have come in below since one looked somewhere else. */
export const newBelow = signal(0)

/** Whoever stands at the last step goes on with it; for everybody else the list stays where it is. */
export function takeNewSteps(found: readonly SentStep[]): void {
  const before = steps.peek()
  const isAtEnd = isLastStep(before.length - 1)
  addSteps(found)
  const last = steps.peek().at(-1)
  if (isAtEnd && last) chooseStep(last, 'drag')
  else newBelow.value += Math.max(0, steps.peek().length - before.length)
}

function isLastStep(place: number): boolean {
  const anchor = cursor.peek()?.anchor
  return anchor?.kind === 'step' && steps.peek()[place]?.seq === anchor.seq
}

/** Goes to the last step, and on with those that come. */
export function goToEnd(): void {
  newBelow.value = 0
  const row = rows.value.findLast(({ kind }) => kind !== 'silence')
  if (row) chooseRow(row)
}
