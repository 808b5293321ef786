/** All there is of one step. */
import type { readStep, readStepParts } from '../../review/answers/step-detail.ts'
import { reads } from './route.ts'

/** A call of another session in the same folder, at about that time. */
export interface CallMeanwhile {
  session: string
  agent: string
  seq: number
  what: string
  time: string
  ended_at: string | null
}

type StepParts = Awaited<ReturnType<typeof readStepParts>>
export type StepPartAnswer = StepParts['parts'][number]

export type StepDetail = Awaited<ReturnType<typeof readStep>>['facts'] &
  StepParts & {
    type: 'step-detail'
    seq: number
    calls_meanwhile: readonly CallMeanwhile[]
    /** What could not be read, in words. */
    unreadable: readonly string[]
  }

export const STEP_ROUTES = {
  step: reads<{ session: string; seq: string; whole?: string }, StepDetail>(
    '/api/sessions/:session/steps/:seq',
    'All there is of one step: call and result, findings, what changed on disk and why it is put down to it.',
    {
      session: 'As on the command line: an id, or the only beginning of one',
      seq: 'The number of one of its events',
      whole: '`yes` leaves out nothing of long texts',
    },
  ),
} as const
