import { withWriter } from '../../daemon/writer.ts'
import { agentNamed } from '../../model/agent-names.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isAgentName } from '../../model/session.ts'
import { sessionJson } from '../../review/json/session.ts'
import { birthMark } from '../../system/process-identity.ts'
import type { startCommand } from '../commands/start.ts'
import type { ContextOf } from '../framework/command.ts'
import { loadConfigAloud } from '../recording/recording-roots.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import { sessionAround } from '../sessions/session-around.ts'
import { sessionRoot } from '../sessions/session-root.ts'
import { showHomely } from '../terminal/homely-path.ts'

export async function run({
  options,
  roots: given,
  home,
  out,
  signal,
}: ContextOf<typeof startCommand>): Promise<number> {
  const { message, pid } = options
  const agent = options.agent === undefined ? undefined : agentNamed(options.agent)
  if (agent === undefined || !isAgentName(agent)) {
    const message = agent === undefined ? 'no agent is named' : 'that is no name for an agent'
    throw new FlightrecError('usage', message, {
      hint: 'Give letters, digits, dots and dashes, e.g. `flightrec start --agent my-bot`.',
    })
  }
  if (pid !== undefined && birthMark(pid) === undefined) {
    throw new FlightrecError('usage', `no process ${pid} runs`, {
      hint: 'Give the id of the process that the session is to end with, or leave --pid out.',
    })
  }
  const config = await loadConfigAloud(home, out)
  const root = sessionRoot(home, config, given, out, options.yes)
  const above = sessionAround()
  const wanted = {
    agent,
    root,
    ...(message !== undefined && { message }),
    ...(pid !== undefined && { pid }),
    ...(above !== undefined && { run: above }),
  }
  const session = await withWriter(home, { config, signal, onBusy: tellBusy(out) }, (writer) =>
    writer.startSession(wanted),
  )
  if (out.isJson) out.json(sessionJson(session))
  else {
    out.line(session.id)
    out.talk(`recording ${agent} in ${showHomely(root)}; run \`flightrec stop\` to end it`)
  }
  return 0
}
