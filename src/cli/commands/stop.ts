import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

export const stopCommand = command({
  name: 'stop',
  group: 'record',
  summary: 'End a session begun with `flightrec start`',
  description: `
    Records what has changed up to now, and ends the session SESSION, or the one that runs in the recorded folder
    around the current one. One of another folder is ended by its name only.`,
  arguments: [{ name: 'SESSION', summary: 'Its id, or the beginning of it', optional: true }],
  examples: [['flightrec stop', 'End the session of this folder']],
  errors: [...SESSION_ERRORS, 'locked', 'daemon-unreachable', 'interrupted'],
  async run({ args, roots, home, out, signal }) {
    const { sessionToStop } = await import('../sessions/session-root.ts')
    const { withSessions } = await import('../sessions/session-reading.ts')
    const { withWriter } = await import('../../daemon/writer.ts')
    const { sessionJson } = await import('../../review/sessions/session-json.ts')
    const { sessionLines } = await import('../sessions/session-lines.ts')
    const { now } = await import('../../system/clock.ts')
    const name = args[0]
    const { id } =
      name === undefined
        ? sessionToStop(home, roots)
        : await withSessions(home, (reading) => reading.find(name))
    const session = await withWriter(home, { signal }, (writer) => writer.stopSession(id))
    if (out.isJson) out.json(sessionJson(session))
    else for (const line of sessionLines([session], now(), out.style)) out.line(line)
    return 0
  },
})
