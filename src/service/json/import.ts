import type { ImportReport } from '../../record/import/import-transcript.ts'

/** Returns what came of importing a transcript, or would. */
export function importJson(report: ImportReport, isDryRun: boolean) {
  return { type: 'import' as const, version: 1, dry_run: isDryRun, ...report }
}
