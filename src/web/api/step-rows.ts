/** The steps of a session, a page at a time. */
import type { stepJson } from '../../review/json/step.ts'

export type SentStep = ReturnType<typeof stepJson>

export interface StepPage {
  type: 'steps'
  session: string
  /** How many there are now. */
  total: number
  /** The place of the first one here, from 0, in order of time. */
  start: number
  /** How many events the session had: ask for what came after them. */
  events: number
  steps: readonly SentStep[]
  /** Of all of them: the first of those that rules reported the worst of; null when they reported none. */
  worst: SentStep | null
}

export const STEPS_A_PAGE = 5_000
