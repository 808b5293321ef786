/** The session that the page shows. */
import { signal } from '@preact/signals'
import type { AnswerOf } from '../../api/route.ts'
import type { ROUTES } from '../../api/routes.ts'

export type SessionHead = AnswerOf<typeof ROUTES.session>

/** Undefined until it is known. */
export const session = signal<SessionHead | undefined>(undefined)
