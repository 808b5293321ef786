/** `flightrec report` of a snapshot or a range of them. */
import type { KeptNarrative } from '../../model/narrative.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { type ChangeReport, readChangeReport } from '../../review/answers/report.ts'
import { changeReportJson } from '../../review/json/report.ts'
import type { ReportContext } from './report-context.ts'
import { changeReportLines } from './report-markdown.ts'

/** Writes the report of what `name` names: a snapshot, a diff, or a range `A..B`. */
export async function writeChangeReport(
  context: ReportContext,
  reading: Reading,
  name: string,
): Promise<void> {
  const kept = await readChangeReport(reading, name)
  const narrative = context.isRegenerating
    ? await regenerate(context, reading, kept)
    : kept.narrative
  const report = { ...kept, narrative }
  context.write({
    json: () => changeReportJson(report),
    lines: () => changeReportLines(report, reading.repo.root),
  })
}

async function regenerate(
  context: ReportContext,
  { view }: Reading,
  { sides, isStep }: ChangeReport,
): Promise<KeptNarrative | undefined> {
  const { keepNow, narrateNow } = await import('../recording/narrate-now.ts')
  const { root } = view.repo
  const narrative = await narrateNow(context, root, (narrator) =>
    narrator.narrateChange(view.repo, view.reader, sides, context.signal),
  )
  const { gitDir } = view
  if (!narrative) context.out.talk('no content changed, so there is nothing to tell')
  else if (isStep) await keepNow(context, [root], { gitDir, commit: sides.to.commit, narrative })
  else context.out.talk('the narrative of a range is shown, and not kept')
  return narrative
}
