import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

const OPTIONS = {
  since: { type: 'string', value: 'TIME', summary: 'Only snapshots at or after this time' },
  until: { type: 'string', value: 'TIME', summary: 'Only snapshots at or before this time' },
  path: { type: 'list', value: 'PATH', summary: 'Only snapshots that change this file or folder' },
  agent: { type: 'string', value: 'NAME', summary: 'Only changes put down to this agent' },
  session: { type: 'string', value: 'ID', summary: 'Only changes put down to this session' },
  stat: { type: 'boolean', summary: 'Show which paths changed, and by how many lines' },
  patch: { type: 'boolean', short: 'p', summary: 'Show the changes as patches' },
  oneline: { type: 'boolean', summary: 'Show one line a snapshot' },
  limit: { type: 'integer', value: 'N', short: 'n', min: 0, summary: 'Show at most N snapshots' },
  reverse: { type: 'boolean', summary: 'Show the oldest first' },
  porcelain: { type: 'boolean', summary: 'Write lines for scripts, whose form never changes' },
} as const

export const logCommand = command({
  name: 'log',
  group: 'read',
  summary: 'Show the snapshots of a root, newest first',
  description: `
    Gaps, stretches that are known not to be recorded, stand between the snapshots where they lie in time;
    a log limited to paths, an actor or a session leaves them out.

    A time is a clock time (\`14:03\`), an age (\`10m ago\`), a day (\`yesterday\`, \`2026-06-12\`), a day and a
    clock time, or ISO 8601. A day alone means its first moment.`,
  arguments: [{ name: 'SNAPSHOT', summary: 'Start here and go back', optional: true }],
  acceptsRest: { name: 'PATH…', summary: 'Only snapshots that change these files or folders' },
  options: OPTIONS,
  examples: [
    ['flightrec log --stat -n 5', 'The last five snapshots and what changed in them'],
    ['flightrec log --session sess_6a9', 'What one session changed'],
    ["flightrec log --since '2 hours ago' -- src", 'What happened to src in the last two hours'],
  ],
  errors: ['no-store', 'incomplete', ...PLACE_ERRORS],
})
