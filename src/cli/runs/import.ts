import type { importCommand } from '../commands/import.ts'
import type { ContextOf } from '../framework/command.ts'
import { runImport } from '../sessions/import-run.ts'
import { showTranscripts } from '../sessions/transcript-events.ts'

export async function run({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof importCommand>): Promise<number> {
  if (options.show) {
    return await showTranscripts(args, out, signal)
  }
  return await runImport({ home, names: args, isDryRun: options.dryRun, out, signal })
}
