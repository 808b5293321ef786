import { command } from '../framework/command.ts'

export const importCommand = command({
  name: 'import',
  group: 'record',
  summary: 'Record a session from the transcript its agent has kept',
  description: `
    FILE is a session of Claude Code (~/.claude/projects/…/*.jsonl, with those of its subagents), a rollout of
    Codex (~/.codex/sessions/…/rollout-*.jsonl, also .zst where Node can unpack it), a chat of Gemini CLI
    (~/.gemini/tmp/…/chats/session-*), an event log of Copilot CLI (~/.copilot/session-state/…/events.jsonl),
    the events of an OpenCode server, or lines of our own events (docs/json.md). Which of them it is, is told
    by its content. Of a folder, all that are below it are read.

    What hooks have recorded already is not recorded again, nor is what an earlier import has: importing a
    transcript that has grown adds what is new. Secrets are replaced before anything is written, and the rules
    judge each event. Changes that were recorded, and put down to nobody, are put down to the calls that the
    transcript shows to have declared them; snapshots stay as they are.

    With --show, prints the events a file means and records nothing.`,
  arguments: [
    {
      name: 'FILE',
      summary: 'A transcript, a folder of them, or an agent: all that it has kept',
      repeated: true,
    },
  ],
  options: {
    'dry-run': {
      type: 'boolean',
      short: 'n',
      summary: 'Say what would be added, and record nothing',
    },
    show: { type: 'boolean', summary: 'Print the events as JSON, and record nothing' },
  },
  examples: [
    ['flightrec import claude', 'Record all that Claude Code has kept, in ~/.claude/projects'],
    ['flightrec import --dry-run rollout.jsonl', 'See what would be added'],
    ['flightrec import --show rollout.jsonl', 'See what Codex did, as events'],
  ],
  errors: ['incomplete', 'locked', 'daemon-unreachable'],
})
