import type { AnswerOf } from '../../../api/route.ts'
import type { ROUTES } from '../../../api/routes.ts'

export type StatusAnswer = AnswerOf<typeof ROUTES.status>
