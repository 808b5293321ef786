import { withSessions } from '../../../review/answers/session-reading.ts'
import { sessionJson } from '../../../review/json/session.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'

export const session = answering(ROUTES.session, ({ home }, asked) =>
  withSessions(home, async (reading) => sessionJson(await reading.find(asked.session))),
)
