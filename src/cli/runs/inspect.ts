import { eventJson, sessionJson } from '../../review/sessions/session-json.ts'
import { now } from '../../system/clock.ts'
import type { inspectCommand } from '../commands/inspect.ts'
import type { ContextOf } from '../framework/command.ts'
import { readEventTypes } from '../sessions/event-types.ts'
import { eventLine, sessionBlock } from '../sessions/session-lines.ts'
import { withSessions } from '../sessions/session-reading.ts'

export async function run({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof inspectCommand>): Promise<number> {
  const types = readEventTypes(options.type)
  return withSessions(home, async (reading) => {
    const session = await reading.find(args[0]!)
    const isWhole = types === undefined && !options.anomaliesOnly
    if (out.isJson) out.json(sessionJson(session))
    else {
      out.page()
      if (isWhole)
        for (const line of [...sessionBlock(session, now(), out.style), '']) out.line(line)
    }
    let count = 0
    for await (const event of reading.events(session)) {
      if (types && !types.has(event.event_type)) continue
      if (options.anomaliesOnly && event.risk_level === 'none') continue
      if (out.isJson) out.json(eventJson(event))
      else out.line(eventLine(event, out.style))
      count += 1
      if (count % DRAIN_EVERY === 0) await out.drain()
      signal.throwIfAborted()
    }
    return 0
  })
}

const DRAIN_EVERY = 500
