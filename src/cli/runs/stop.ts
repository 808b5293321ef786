import { withWriter } from '../../daemon/writer.ts'
import { withSessions } from '../../review/answers/session-reading.ts'
import { sessionJson } from '../../review/json/session.ts'
import { now } from '../../system/clock.ts'
import type { stopCommand } from '../commands/stop.ts'
import type { ContextOf } from '../framework/command.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import { sessionLines } from '../sessions/session-lines.ts'
import { sessionToStop } from '../sessions/session-root.ts'

export async function run({
  args,
  roots,
  home,
  out,
  signal,
}: ContextOf<typeof stopCommand>): Promise<number> {
  const name = args[0]
  const { id } =
    name === undefined
      ? sessionToStop(home, roots)
      : await withSessions(home, (reading) => reading.find(name))
  const session = await withWriter(home, { signal, onBusy: tellBusy(out) }, (writer) =>
    writer.stopSession({ id }),
  )
  if (out.isJson) out.json(sessionJson(session))
  else for (const line of sessionLines([session], now(), out.style)) out.line(line)
  return 0
}
