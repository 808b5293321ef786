import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'
import { FORMAT_OPTION } from '../framework/shared-options.ts'

/** A session, but not one of its points in time, which name snapshots. */
const SESSION = /^sess_[^:#.]*$/

export const reportCommand = command({
  name: 'report',
  group: 'read',
  summary: 'Write down what a change or a session did, for people',
  description: `
    Of a snapshot, of a diff (\`diff-<id>\`, \`A..B\`), or of a session (\`sess_…\`). Facts come first: what
    changed and how, or step by step what was done, what the rules reported and which files changed. Then,
    where there is one, the narrative that a language model wrote; without any, the report is of facts alone.

    Narratives are off unless config.toml turns them on; docs/narratives.md says what is sent then. With
    \`--regenerate\`, the model is asked now, and what it says takes the place of what there was.`,
  arguments: [
    {
      name: 'ID',
      summary: 'A snapshot, a range A..B, or a session; the latest snapshot unless given',
      optional: true,
    },
  ],
  options: {
    format: FORMAT_OPTION,
    regenerate: { type: 'boolean', summary: 'Ask the language model for a narrative now' },
  },
  examples: [
    ['flightrec report', 'The last change'],
    ["flightrec report '1h ago..latest'", 'All that changed in the last hour, in one'],
    ['flightrec report sess_6a9 --regenerate', 'What a session did, with a fresh narrative'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-config'],
  async run(context) {
    const { args, options, home, out, signal } = context
    const name = args[0] ?? 'latest'
    const { showJson } = await import('../../model/show.ts')
    const report = {
      home,
      out,
      signal,
      isRegenerating: options.regenerate,
      write({ json, lines }: { json(): unknown; lines(): string[] }) {
        if (out.isJson) return out.json(json())
        out.page()
        const text = options.format === 'json' ? [showJson(json(), 2)] : lines()
        for (const line of text) out.line(line)
      },
    }
    if (SESSION.test(name)) {
      const { writeSessionReport } = await import('../reports/session-report.ts')
      await writeSessionReport(report, name)
      return 0
    }
    const { withReading, withReadingToWrite } = await import('../changes/reading.ts')
    const { writeChangeReport } = await import('../reports/change-report.ts')
    const withRepo = options.regenerate ? withReadingToWrite : withReading
    return withRepo(context, async (reading) => {
      await writeChangeReport(report, reading, name)
      return 0
    })
  },
})
