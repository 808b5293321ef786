/** Answers of the home as a whole. */
import { connectDaemon } from '../../../daemon/client.ts'
import { readWholeStatus } from '../../../review/answers/status.ts'
import { configJson } from '../../../review/json/config.ts'
import { statusJson } from '../../../review/json/status.ts'
import { daemonJson } from '../../../service/json/daemon.ts'
import { ROUTES } from '../../api/routes.ts'
import { type Answerer, answering } from '../answer.ts'
import { eventStream } from '../live/event-stream.ts'

const live = answering(ROUTES.live, async ({ feed }, { after }, signal) =>
  eventStream(feed, { after, signal }),
)

const status = answering(ROUTES.status, async ({ home }) =>
  statusJson(home, await readWholeStatus(home, [])),
)

const daemon = answering(ROUTES.daemon, async ({ home }, _, signal) => {
  const client = await connectDaemon(home, { signal })
  if (!client) return daemonJson(undefined)
  try {
    return daemonJson(await client.request('status', {}))
  } finally {
    client.close()
  }
})

const config = answering(ROUTES.config, async ({ home, config: load }) =>
  configJson(home, await load()),
)

export const HOME_ANSWERS: readonly Answerer[] = [live, status, daemon, config]
