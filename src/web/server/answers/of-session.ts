/** Every answer about one session. */
import { marks } from './marks.ts'
import { meanwhile } from './meanwhile.ts'
import { session } from './session.ts'
import { steps } from './steps.ts'

export const SESSION_ANSWERS = [session, steps, marks, meanwhile]
