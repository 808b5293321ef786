/** Answers of the home as a whole. */
import { ROUTES } from '../../api/routes.ts'
import { type Answerer, answering } from '../answer.ts'
import { eventStream } from '../live/event-stream.ts'

const live = answering(ROUTES.live, async ({ feed }, { after }, signal) =>
  eventStream(feed, { after, signal }),
)

export const HOME_ANSWERS: readonly Answerer[] = [live]
