/** The steps of the session that the page shows, in order of time, as they come in from the server. */
import { computed, signal } from '@preact/signals'
import { snapshotIdTime } from '../../../model/snapshot-id.ts'
import type { SentStep } from '../../api/step-rows.ts'
import {
  type CursorSide,
  type CursorState,
  chosenSeq,
  cursor,
  type Move,
  moveTo,
} from './cursor.ts'

export interface ListedStep extends SentStep {
  startMs: number
  /** Undefined when it has no length, goes on, or its end is not known. */
  endMs: number | undefined
}

/** Grows a page at a time; each array is a new one. */
export const steps = signal<readonly ListedStep[]>([])

const places = computed(() => new Map(steps.value.map(({ seq }, index) => [seq, index])))

export function shownStep(step: SentStep): ListedStep {
  const endMs = step.ended_at === undefined ? undefined : Date.parse(step.ended_at)
  return { ...step, startMs: Date.parse(step.time), endMs }
}

/** Adds those that are new and replaces those that are known, so that order of time stays. */
export function addSteps(found: readonly SentStep[]): void {
  if (found.length === 0) return
  const known = steps.peek()
  const index = places.peek()
  const shown = found.map(shownStep)
  const fresh = shown.filter(({ seq }) => !index.has(seq))
  const all = [...known]
  for (const step of shown) {
    const place = index.get(step.seq)
    if (place !== undefined) all[place] = step
  }
  const last = known.at(-1)
  const isAtEnd = fresh.every((step) => !last || isInOrder(last, step))
  all.push(...fresh)
  if (!isAtEnd) all.sort((one, other) => (isInOrder(one, other) ? -1 : 1))
  steps.value = all
}

function isInOrder(one: ListedStep, other: ListedStep): boolean {
  return one.startMs < other.startMs || (one.startMs === other.startMs && one.seq < other.seq)
}

export function stepOf(seq: number): ListedStep | undefined {
  const index = places.value.get(seq)
  return index === undefined ? undefined : steps.value[index]
}

/** The step that is chosen; undefined also as long as it is not known. */
export const chosenStep = computed(() =>
  chosenSeq.value === undefined ? undefined : stepOf(chosenSeq.value),
)

/** Returns the moment of a step: its end, after its snapshot, or its beginning. */
export function momentOf(step: ListedStep, side: CursorSide = 'after'): CursorState {
  const snapshotMs = step.snapshot_after && snapshotIdTime(step.snapshot_after)
  const endMs = Math.max(step.endMs ?? step.startMs, snapshotMs || 0)
  const timeMs = side === 'after' ? endMs : step.startMs
  return { timeMs, side, anchor: { kind: 'step', seq: step.seq } }
}

export function chooseStep(step: ListedStep, how: Move = 'choose'): void {
  moveTo(momentOf(step), how)
}

/** Goes from after a moment to before it, and back; of a step that is from its end to its beginning. */
export function turnSide(): void {
  const at = cursor.peek()
  if (!at) return
  const side = at.side === 'after' ? 'before' : 'after'
  const step = chosenStep.peek()
  moveTo(step ? momentOf(step, side) : { ...at, side })
}

/** Returns the last step that had begun by a time, -1 for none. */
export function stepBefore(timeMs: number): number {
  let [low, high] = [0, steps.value.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps.value[middle]!.startMs <= timeMs) low = middle + 1
    else high = middle
  }
  return low - 1
}
