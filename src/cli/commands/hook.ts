import { command } from '../framework/command.ts'
import type { Output } from '../terminal/output.ts'

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
  examples: [
    ['flightrec hook generic', 'Record events of your own, from standard input'],
    ['flightrec hook --show', 'See what a payload means, as when writing an adapter'],
  ],
  options: {
    show: {
      type: 'boolean',
      summary: 'Print the events the payload means as JSON, and record nothing',
    },
  },
  isPlain: true,
  isSilent: true,
  async run({ args, options, home, out }) {
    const { readStandardInput } = await import('../../system/standard-input.ts')
    const { putInSpool, SPOOL_FILE_MAX_BYTES } = await import('../../store/spool.ts')
    const payload = await readStandardInput(SPOOL_FILE_MAX_BYTES + 1)
    if (options.show) {
      await showEvents(payload, args[0], out)
      return 0
    }
    try {
      putInSpool(home, args[0] ?? 'unknown', payload)
    } catch {
      // No home, no room, no right to write: the agent must go on, and what we print it might take for an answer.
    }
    return 0
  },
})

async function showEvents(payload: Buffer, expected: string | undefined, out: Output) {
  const { eventsOfHook } = await import('../../agents/catalogue.ts')
  const { readPayloads } = await import('../../store/spool-payload.ts')
  const { FlightrecError } = await import('../../model/errors.ts')
  const { draftJson } = await import('../sessions/event-json.ts')
  const read = readPayloads(payload)
  if (typeof read === 'string') {
    throw new FlightrecError('failed', `standard input holds no payload: ${read}`, {
      hint: 'Pipe in what the agent gives its hook: a JSON object, or one a line.',
    })
  }
  for (const value of read.payloads) {
    for (const event of eventsOfHook(value, expected)) {
      const cut = read.isTruncated ? ({ ...event, truncated: true } as const) : event
      out.json(draftJson(cut))
    }
  }
  if (read.badLines > 0) out.warn(`${read.badLines} of the lines are not JSON`)
}
