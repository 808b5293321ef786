import { eventJson } from '../../review/sessions/session-json.ts'
import type { timelineCommand } from '../commands/timeline.ts'
import type { ContextOf } from '../framework/command.ts'
import { timelineLine } from '../sessions/session-lines.ts'
import { withSessions } from '../sessions/session-reading.ts'

export async function run({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof timelineCommand>): Promise<number> {
  return withSessions(home, async (reading) => {
    const session = await reading.find(args[0]!)
    if (!out.isJson) out.page()
    let count = 0
    for await (const event of reading.events(session, options)) {
      if (out.isJson) out.json(eventJson(event))
      else out.line(timelineLine(event, out.style))
      count += 1
      if (count % DRAIN_EVERY === 0) await out.drain()
      signal.throwIfAborted()
    }
    return 0
  })
}

const DRAIN_EVERY = 500
