import { readMoment } from '../../../review/answers/at.ts'
import { momentJson } from '../../../review/json/moment.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'

export const moment = answering(ROUTES.moment, async ({ home }, asked) =>
  momentJson(await readMoment(home, { name: asked.moment, roots: [], withoutScreens: true })),
)
