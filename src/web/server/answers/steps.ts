import { RISKS } from '../../../model/risk.ts'
import { withSessions } from '../../../review/answers/session-reading.ts'
import { ROUTES } from '../../api/routes.ts'
import { type SentStep, STEPS_A_PAGE } from '../../api/step-rows.ts'
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
      worst: worstOf(all) ?? null,
    }
  }),
)

function worstOf(steps: readonly SentStep[]): SentStep | undefined {
  const rank = (step: SentStep | undefined) =>
    step?.risk_level ? RISKS.indexOf(step.risk_level) : -1
  let worst: SentStep | undefined
  for (const step of steps) if (rank(step) > rank(worst)) worst = step
  return worst
}
