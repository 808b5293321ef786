/** Every answer there is. */
import type { Answerer } from './answer.ts'
import { about } from './answers/about.ts'
import { session } from './answers/session.ts'
import { steps } from './answers/steps.ts'

export const ANSWERS: readonly Answerer[] = [about, session, steps]
