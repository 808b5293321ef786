import { answerChanges } from '../../../review/answers/changes.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering, wholeNumber } from '../answer.ts'
import { withRoot } from '../open-root.ts'

const COUNT_MAX = 1_000

export const changes = answering(ROUTES.changes, ({ home }, { root, from, to, ...asked }) =>
  withRoot(home, root, (reading) =>
    answerChanges(reading, {
      from,
      to,
      start: wholeNumber('start', asked.start) ?? 0,
      count: Math.min(wholeNumber('count', asked.count, 1) ?? COUNT_MAX, COUNT_MAX),
    }),
  ),
)
