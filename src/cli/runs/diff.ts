import { changedPath } from '../../model/change.ts'
import { ERRORS } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import { answerDiff, type Comparison, withComparison } from '../../review/answers/diff.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { type LoadedConfig, loadConfig } from '../../store/config/config-file.ts'
import { writeStat } from '../changes/change-lines.ts'
import { writePatch } from '../changes/patch-lines.ts'
import { withReading } from '../changes/reading.ts'
import type { diffCommand } from '../commands/diff.ts'
import type { ContextOf } from '../framework/command.ts'

export async function run(context: ContextOf<typeof diffCommand>): Promise<number> {
  const { args, home, rest } = context
  const request = { sides: args, paths: rest, config: () => loadConfigAloud(context) }
  return withReading(context, (reading) =>
    withComparison(home, reading, request, async (comparison) => {
      await writeDiff(context, reading, comparison)
      return tellUnread(context, comparison.unread)
    }),
  )
}

type DiffContext = ContextOf<typeof diffCommand>

async function loadConfigAloud({ home, out }: DiffContext): Promise<LoadedConfig> {
  const loaded = await loadConfig(home)
  for (const warning of loaded.warnings) out.warn(warning)
  return loaded
}

/** Returns the exit code. */
function tellUnread({ out }: DiffContext, unread: readonly RawPath[]): number {
  if (unread.length === 0) return 0
  for (const path of unread) out.warn(`${showPath(path)} may not be read, so it was not compared`)
  return ERRORS.incomplete.exitCode
}

async function writeDiff(
  { out, options, signal }: DiffContext,
  reading: Reading,
  comparison: Comparison,
): Promise<void> {
  if (out.isJson) return out.json(await answerDiff(reading, comparison))
  const { diff, query } = comparison
  out.page()
  if (options.nameOnly) {
    for (const change of diff.changes) out.line(showPath(changedPath(change)))
  } else if (options.stat) {
    await writeStat(out, reading.view, diff.changes)
  } else {
    await writePatch(out, reading.view, query, diff, signal)
  }
}
