import { FlightrecError } from '../../model/errors.ts'
import { command } from '../framework/command.ts'

export const startCommand = command({
  name: 'start',
  group: 'record',
  summary: 'Begin a session of an agent that has no hooks',
  description: `
    From now until \`flightrec stop\`, what changes in the folder is recorded as a session of the agent NAME:
    in the recorded folder around the current one, or in the current one, or in the one given with
    \`--root\`. Each snapshot taken meanwhile, by a daemon, by \`flightrec watch\` or by
    \`flightrec snapshot\`, adds to it; \`stop\` takes one, too.

    A session that is never stopped ends with the process PID, or after a day without an event.`,
  options: {
    agent: { type: 'string', value: 'NAME', summary: 'Who is at work, e.g. `my-bot` (required)' },
    message: { type: 'string', short: 'm', value: 'TEXT', summary: 'What it is about' },
    pid: { type: 'integer', value: 'PID', min: 1, summary: 'End the session with this process' },
    yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
  },
  examples: [
    ['flightrec start --agent my-bot -m "nightly run"', 'Begin a session here'],
    ['flightrec start --agent my-bot --pid 4711', 'End it with process 4711 at the latest'],
  ],
  errors: ['bad-root', 'bad-config', 'locked', 'daemon-unreachable', 'interrupted'],
  async run({ options, roots: given, home, out, signal }) {
    const { loadConfigAloud } = await import('../recording/recording-roots.ts')
    const { sessionRoot } = await import('../sessions/session-root.ts')
    const { withWriter } = await import('../../daemon/writer.ts')
    const { sessionJson } = await import('../../review/sessions/session-json.ts')
    const { birthMark } = await import('../../system/process-identity.ts')
    const { isAgentName } = await import('../../model/session.ts')
    const { showHomely } = await import('../terminal/homely-path.ts')
    const { agentNamed } = await import('../../model/agent-names.ts')
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
    const wanted = {
      agent,
      root,
      ...(message !== undefined && { message }),
      ...(pid !== undefined && { pid }),
    }
    const session = await withWriter(home, { config, signal }, (writer) =>
      writer.startSession(wanted),
    )
    if (out.isJson) out.json(sessionJson(session))
    else {
      out.line(session.id)
      out.talk(`recording ${agent} in ${showHomely(root)}; run \`flightrec stop\` to end it`)
    }
    return 0
  },
})
