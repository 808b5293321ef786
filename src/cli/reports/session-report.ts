/** `flightrec report` of a session. */
import type { KeptNarrative } from '../../model/narrative.ts'
import { readSessionReport, type SessionReport } from '../../review/answers/report.ts'
import { type SessionReading, withSessions } from '../../review/answers/session-reading.ts'
import { sessionReportJson } from '../../review/json/report.ts'
import { sessionDigest } from '../../review/report/session-digest.ts'
import type { ReportContext } from './report-context.ts'
import { sessionReportLines } from './report-markdown.ts'

/** Writes the report of the session that `name` names. */
export async function writeSessionReport(context: ReportContext, name: string): Promise<void> {
  await withSessions(context.home, async (reading) => {
    const kept = await readSessionReport(context.home, reading, name, context.signal)
    const narrative = context.isRegenerating
      ? await regenerate(context, reading, kept)
      : kept.narrative
    const report = { ...kept, narrative }
    context.write({
      json: () => sessionReportJson(report),
      lines: () => sessionReportLines(report),
    })
  })
}

async function regenerate(
  context: ReportContext,
  reading: SessionReading,
  { session, facts, told }: SessionReport,
): Promise<KeptNarrative> {
  const { keepNow, narrateNow } = await import('../recording/narrate-now.ts')
  const { sessionsGitDir } = await import('../../store/sessions/sessions-repo.ts')
  const { id, root } = session
  const digest = sessionDigest(session, facts, told)
  const narrative = await narrateNow(context, root, (narrator) =>
    narrator.narrateSession({ id, root, ...digest }, context.signal),
  )
  const commit = session.ended === undefined ? undefined : await reading.commit(session)
  if (commit === undefined) {
    context.out.talk('the session goes on, so the narrative is shown, and not kept')
    return narrative
  }
  const gitDir = sessionsGitDir(context.home)
  await keepNow(context, root === undefined ? [] : [root], { gitDir, commit, narrative })
  return narrative
}
