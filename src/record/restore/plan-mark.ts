/** Names a plan, so that what was shown and agreed to is what is done. */
import { createHash } from 'node:crypto'
import type { RestorePlan, Step } from './restore-plan.ts'

/** Returns a word that is another when something else is to be done, or to something else than stands there now. */
export function planMark({ steps, conflicts, notRestorable }: RestorePlan): string {
  const left = [...conflicts, ...notRestorable].map(({ path, reason }) => [path, reason])
  const all = JSON.stringify([steps.map(stepFacts), left])
  return createHash('sha256').update(all).digest('base64url').slice(0, 22)
}

function stepFacts(step: Step): unknown[] {
  const { act, path, seen } = step
  const node = 'node' in step ? step.node : undefined
  return [act, path, node?.kind, node?.mode, node?.oid, seen?.stamp]
}
