/** Every answer there is. */
import type { Answerer } from './answer.ts'
import { about } from './answers/about.ts'
import { ACT_ANSWERS } from './answers/acts.ts'
import { FILE_ANSWERS } from './answers/files.ts'
import { HOME_ANSWERS } from './answers/home.ts'
import { LIST_ANSWERS } from './answers/lists.ts'
import { moment } from './answers/moment.ts'
import { CHANGE_ANSWERS } from './answers/of-changes.ts'
import { SESSION_ANSWERS } from './answers/of-session.ts'
import { RECORDING_ANSWERS } from './answers/recordings.ts'

export const ANSWERS: readonly Answerer[] = [
  about,
  moment,
  ...CHANGE_ANSWERS,
  ...HOME_ANSWERS,
  ...ACT_ANSWERS,
  ...LIST_ANSWERS,
  ...SESSION_ANSWERS,
  ...RECORDING_ANSWERS,
  ...FILE_ANSWERS,
]
