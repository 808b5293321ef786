import { command } from '../command.ts'

export const exportCommand = command({
  name: 'export',
  group: 'read',
  summary: 'Write a session as one JSON document for other programs',
  description: `
    The format \`trace\` is TraceLog's trace JSON 1.0 with more fields; docs/json.md describes it. Nothing is
    sent anywhere: it is written to standard output, or to FILE, which is replaced as a whole.`,
  arguments: [{ name: 'SESSION', summary: 'Its id, or the beginning of it' }],
  options: {
    pretty: { type: 'boolean', summary: 'Indent it for people' },
    output: { type: 'string', short: 'o', value: 'FILE', summary: 'Where to write it' },
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: ['trace'],
      default: 'trace',
      summary: 'What to write',
    },
  },
  isPlain: true,
  examples: [['flightrec export sess_6a9 --pretty -o trace.json', 'Keep a session as a file']],
  errors: ['no-store', 'unknown-session', 'ambiguous-session'],
  async run({ args, options, home, out, signal }) {
    const { withSessions } = await import('../session-reading.ts')
    const { traceDocument } = await import('../../review/trace-document.ts')
    const { writeDocument } = await import('../document-writer.ts')
    return withSessions(home, async (reading) => {
      const session = await reading.find(args[0]!)
      const pieces = traceDocument(session, reading.events(session), options.pretty)
      await writeDocument(out, pieces, options.output, signal)
      return 0
    })
  },
})
