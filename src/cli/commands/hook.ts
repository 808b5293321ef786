import { command } from '../command.ts'

export const hookCommand = command({
  name: 'hook',
  group: 'record',
  summary: 'Take what an agent says on standard input',
  description: `
    Puts the payload into the spool of the flightrec home, from where it is recorded. Prints nothing and
    always exits 0, so that it never disturbs the agent. Agents are better served by the script
    \`flightrec-hook\` that \`flightrec hooks install\` sets up: it does the same and starts faster.

    AGENT is the name of the agent the hook was set up for. A payload that says otherwise is believed. With
    \`generic\`, any program can send events of its own, one JSON object a line; docs/json.md has the fields.`,
  arguments: [{ name: 'AGENT', summary: 'Who is expected to call', optional: true }],
  examples: [['flightrec hook generic', 'Record events of your own, from standard input']],
  isPlain: true,
  async run({ args, home }) {
    const { readStandardInput } = await import('../../system/standard-input.ts')
    const { putInSpool, SPOOL_FILE_MAX_BYTES } = await import('../../store/spool.ts')
    const payload = await readStandardInput(SPOOL_FILE_MAX_BYTES + 1)
    try {
      putInSpool(home, args[0] ?? 'unknown', payload)
    } catch {
      // No home, no room, no right to write: the agent must go on, and what we print it might take for an answer.
    }
    return 0
  },
})
