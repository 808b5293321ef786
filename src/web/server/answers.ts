/** Every answer there is. */
import type { Answerer } from './answer.ts'
import { about } from './answers/about.ts'
import { FILE_ANSWERS } from './answers/files.ts'
import { HOME_ANSWERS } from './answers/home.ts'
import { moment } from './answers/moment.ts'
import { RECORDING_ANSWERS } from './answers/recordings.ts'
import { session } from './answers/session.ts'
import { sessionOutlines } from './answers/session-outlines.ts'
import { sessions } from './answers/sessions.ts'
import { steps } from './answers/steps.ts'

export const ANSWERS: readonly Answerer[] = [
  about,
  ...HOME_ANSWERS,
  moment,
  session,
  sessionOutlines,
  sessions,
  steps,
  ...RECORDING_ANSWERS,
  ...FILE_ANSWERS,
]
