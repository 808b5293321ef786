import { agentNamed } from '../../model/agent-names.ts'
import { ERRORS } from '../../model/errors.ts'
import { sessionJson } from '../../review/sessions/session-json.ts'
import { isRootRecorded, unrecordedFolders } from '../../review/status/unrecorded.ts'
import { now } from '../../system/clock.ts'
import { unrecordedText } from '../changes/status-lines.ts'
import type { sessionsCommand } from '../commands/sessions.ts'
import type { ContextOf } from '../framework/command.ts'
import { sessionLines } from '../sessions/session-lines.ts'
import { withSessions } from '../sessions/session-reading.ts'

export async function run({
  options,
  home,
  out,
  signal,
}: ContextOf<typeof sessionsCommand>): Promise<number> {
  const { anomaliesOnly, limit } = options
  const agent = options.agent && agentNamed(options.agent)
  return withSessions(home, async (reading) => {
    const found = []
    let isWhole = true
    const onDamaged = (error: Error) => {
      isWhole = false
      out.warn(`a session is left out: ${error.message}`)
    }
    for await (const session of reading.list({ agent, anomaliesOnly, onDamaged })) {
      signal.throwIfAborted()
      found.push(session)
      if (found.length === limit) break
    }
    if (out.isJson) {
      for (const session of found)
        out.json({ ...sessionJson(session), root_recorded: isRootRecorded(home, session) })
    } else {
      out.page()
      if (found.length === 0) out.talk('no session is like that')
      for (const line of sessionLines(found, now(), out.style)) out.line(line)
      for (const where of unrecordedFolders(home)) out.warn(unrecordedText(where))
    }
    return isWhole ? 0 : ERRORS.incomplete.exitCode
  })
}
