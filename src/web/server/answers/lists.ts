/** Every answer of the pages that list. */
import type { Answerer } from '../answer.ts'
import { homeStrip } from './home-strip.ts'
import { roots } from './roots.ts'
import { searchEvents } from './search.ts'
import { searchScreens } from './search-terminals.ts'
import { sessionOutlines } from './session-outlines.ts'
import { sessions } from './sessions.ts'
import { timeline } from './timeline.ts'

export const LIST_ANSWERS: readonly Answerer[] = [
  homeStrip,
  roots,
  searchEvents,
  searchScreens,
  sessionOutlines,
  sessions,
  timeline,
]
