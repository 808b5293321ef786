import { ERRORS } from '../../model/errors.ts'
import { command } from '../framework/command.ts'

export const sessionsCommand = command({
  name: 'sessions',
  group: 'read',
  summary: 'List the sessions of agents, the latest first',
  description: `
    One line a session: id, agent, folder, how many steps it took, how many files changed on disk, how many
    of its events a rule reported (✖ danger, ⚠ warning, ℹ info), and when it was last active.`,
  options: {
    agent: { type: 'string', value: 'NAME', summary: 'Only sessions of this agent' },
    'anomalies-only': {
      type: 'boolean',
      summary: 'Only sessions in which a rule reported something',
    },
    limit: {
      type: 'integer',
      short: 'n',
      value: 'COUNT',
      min: 1,
      default: 20,
      summary: 'At most so many',
    },
  },
  examples: [
    ['flightrec sessions', 'What the agents did last'],
    ['flightrec sessions --anomalies-only --json', 'Those worth a look, as JSON'],
  ],
  errors: ['no-store', 'incomplete'],
  async run({ options, home, out, signal }) {
    const { withSessions } = await import('../sessions/session-reading.ts')
    const { sessionJson } = await import('../../review/sessions/session-json.ts')
    const { sessionLines } = await import('../sessions/session-lines.ts')
    const { now } = await import('../../system/clock.ts')
    const { isRootRecorded, unrecordedFolders } = await import('../../review/status/unrecorded.ts')
    const { unrecordedText } = await import('../changes/status-lines.ts')
    const { agentNamed } = await import('../../model/agent-names.ts')
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
  },
})
