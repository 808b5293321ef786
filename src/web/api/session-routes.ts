/** What may be asked of one session. */
import type { sessionJson } from '../../review/json/session.ts'
import type { MeanwhileAnswer } from './meanwhile.ts'
import { reads } from './route.ts'
import type { StepPage } from './step-rows.ts'
import type { StripAnswer } from './strip.ts'

export const SESSION_ROUTES = {
  session: reads<{ session: string }, ReturnType<typeof sessionJson>>(
    '/api/sessions/:session',
    'One `session`.',
    { session: 'As on the command line: an id, or the only beginning of one' },
  ),
  steps: reads<{ session: string; start?: string; since?: string }, StepPage>(
    '/api/sessions/:session/steps',
    'The `step`s of a session in order of time, up to 5,000.',
    {
      session: 'As above',
      start: 'How many to leave out; 0 unless given',
      since: 'Instead: only those with an event after this number',
    },
  ),
  marks: reads<{ session: string; from?: string; to?: string; width?: string }, StripAnswer>(
    '/api/sessions/:session/marks',
    'A session as lanes over time, for the strip.',
    {
      session: 'As above',
      from: 'Milliseconds since the epoch; its beginning unless given',
      to: 'The same; its end, or now',
      width: 'In how many pixels it is to be shown; 1,400 unless given',
    },
  ),
  meanwhile: reads<{ session: string }, MeanwhileAnswer>(
    '/api/sessions/:session/meanwhile',
    'What others changed in the folder of a session while it went on, and what was not recorded there.',
    { session: 'As above' },
  ),
} as const
