import { withSessions } from '../../../review/answers/session-reading.ts'
import { ROUTES } from '../../api/routes.ts'
import { STEPS_A_PAGE } from '../../api/step-rows.ts'
import { answering, wholeNumber } from '../answer.ts'
import { stepsOf } from '../kept-steps.ts'

export const steps = answering(ROUTES.steps, ({ home }, asked) =>
  withSessions(home, async (reading) => {
    const session = await reading.find(asked.session)
    const all = await stepsOf(home.path, reading, session)
    const since = wholeNumber('since', asked.since)
    const start = wholeNumber('start', asked.start) ?? 0
    const found =
      since === undefined
        ? all.slice(start, start + STEPS_A_PAGE)
        : all.filter(({ last_seq }) => last_seq > since).slice(0, STEPS_A_PAGE)
    return {
      type: 'steps' as const,
      session: session.id,
      total: all.length,
      start,
      events: session.totals.events,
      steps: found,
    }
  }),
)
