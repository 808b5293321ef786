import { command } from '../command.ts'

export const importCommand = command({
  name: 'import',
  group: 'record',
  summary: 'Read the transcript an agent has kept of itself',
  description: `
    FILE is a session of Claude Code (~/.claude/projects/…/*.jsonl), a rollout of Codex
    (~/.codex/sessions/…/rollout-*.jsonl, also .zst where Node can unpack it), a chat of Gemini CLI
    (~/.gemini/tmp/…/chats/session-*), an event log of Copilot CLI (~/.copilot/session-state/…/events.jsonl),
    the events of an OpenCode server, or lines of our own events (docs/json.md). Which of them it is, is told
    by its content. With --show, prints the events it means and records nothing.`,
  arguments: [{ name: 'FILE', summary: 'The transcript' }],
  options: { show: { type: 'boolean', summary: 'Print the events as JSON, and record nothing' } },
  examples: [
    ['flightrec import --show ~/.codex/sessions/rollout.jsonl', 'See what Codex did, as events'],
  ],
  async run({ args, options, out, signal }) {
    const { openTranscript } = await import('../../record/sessions/read-transcript.ts')
    const { FlightrecError } = await import('../../model/errors.ts')
    const { draftJson } = await import('../event-json.ts')
    const { showCount } = await import('../../model/quantities.ts')
    if (!options.show) {
      throw new FlightrecError('usage', 'import can only show what it reads', {
        hint: 'Run `flightrec import --show FILE`.',
      })
    }
    const transcript = await openTranscript(args[0]!)
    let count = 0
    for await (const event of transcript.events()) {
      signal.throwIfAborted()
      out.json(draftJson(event))
      count += 1
      if (count % 256 === 0) await out.drain()
    }
    const bad = transcript.badLines()
    if (bad > 0) out.warn(`${showCount(bad, 'line')} not read: not JSON`)
    return bad > 0 ? 3 : 0
  },
})
