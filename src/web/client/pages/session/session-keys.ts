/** The keys of a session's page. */
import type { KeyBinding } from '../../keys/press.ts'
import { chosenSeq, cursor } from '../../state/cursor.ts'
import { toggleAlone } from '../../state/panes.ts'
import { chooseStep, type ListedStep, stepBefore, steps, turnSide } from '../../state/steps.ts'

export const SESSION_KEYS: readonly KeyBinding[] = [
  {
    keys: ['j', '↓'],
    does: 'next step',
    isAtFoot: true,
    run: () => go((at) => at + 1),
    whyNot: () => (place() >= steps.value.length - 1 ? 'this is the last step' : undefined),
  },
  {
    keys: ['k', '↑'],
    does: 'step before',
    isAtFoot: true,
    run: () => go((at) => at - 1),
    whyNot: () => (place() <= 0 ? 'this is the first step' : undefined),
  },
  { keys: ['g'], does: 'first step', run: () => go(() => 0) },
  { keys: ['G'], does: 'last step', run: () => go((_, last) => last) },
  {
    keys: [']'],
    does: 'next finding',
    isAtFoot: true,
    run: () => goToMark(1),
    whyNot: () => (nextMark(1) ? undefined : 'no finding after this'),
  },
  {
    keys: ['['],
    does: 'finding before',
    isAtFoot: true,
    run: () => goToMark(-1),
    whyNot: () => (nextMark(-1) ? undefined : 'no finding before this'),
  },
  { keys: ['x'], does: 'before or after', run: turnSide },
  { keys: ['z'], does: 'this pane alone', run: () => toggleAlone() },
]

/** Where the chosen step stands; without one, where the moment lies among them. */
function place(): number {
  const seq = chosenSeq.value
  const index = seq === undefined ? -1 : steps.value.findIndex((step) => step.seq === seq)
  return index >= 0 ? index : stepBefore(cursor.value?.timeMs ?? -Infinity)
}

function go(to: (at: number, last: number) => number): void {
  const last = steps.value.length - 1
  const step = steps.value[Math.min(last, Math.max(0, to(place(), last)))]
  if (step) chooseStep(step)
}

/** What the arrows do on the strip. */
export function goStep(by: -1 | 1): void {
  go((at) => at + by)
}

function nextMark(by: 1 | -1): ListedStep | undefined {
  for (let at = place() + by; at >= 0 && at < steps.value.length; at += by)
    if (isMarked(steps.value[at]!)) return steps.value[at]
  return undefined
}

function goToMark(by: 1 | -1): void {
  const step = nextMark(by)
  if (step) chooseStep(step)
}

function isMarked({ risk_level, state }: ListedStep): boolean {
  return risk_level !== undefined || state === 'refused'
}
