import { showJson } from '../../model/show.ts'
import { withReading, withReadingToWrite } from '../changes/reading.ts'
import type { reportCommand } from '../commands/report.ts'
import type { ContextOf } from '../framework/command.ts'
import { writeChangeReport } from '../reports/change-report.ts'
import { writeSessionReport } from '../reports/session-report.ts'

export async function run(context: ContextOf<typeof reportCommand>): Promise<number> {
  const { args, options, home, out, signal } = context
  const name = args[0] ?? 'latest'
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
    await writeSessionReport(report, name)
    return 0
  }
  const withRepo = options.regenerate ? withReadingToWrite : withReading
  return withRepo(context, async (reading) => {
    await writeChangeReport(report, reading, name)
    return 0
  })
}

/** A session, but not one of its points in time, which name snapshots. */
const SESSION = /^sess_[^:#.]*$/
