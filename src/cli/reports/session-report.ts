/** `flightrec report` of a session. */
import type { KeptNarrative } from '../../model/narrative.ts'
import type { Session } from '../../model/session.ts'
import {
  type NarratedSnapshot,
  narratedSnapshots,
} from '../../review/history/narrated-snapshots.ts'
import { RepoView } from '../../review/repo/repo-view.ts'
import { sessionDigest } from '../../review/report/session-digest.ts'
import { type SessionFacts, SessionFactsCollector } from '../../review/report/session-report.ts'
import { sessionJson } from '../../review/sessions/session-json.ts'
import { narrativeJson } from '../../review/snapshot/narrative-json.ts'
import { RULES } from '../../rules/catalogue.ts'
import { findShadowRepo } from '../../store/home/shadow-repos.ts'
import { type SessionReading, withSessions } from '../sessions/session-reading.ts'
import { toldJson } from './change-report.ts'
import type { ReportContext } from './report-context.ts'
import { sessionReportLines } from './report-markdown.ts'

/** Writes the report of the session that `name` names. */
export async function writeSessionReport(context: ReportContext, name: string): Promise<void> {
  await withSessions(context.home, async (reading) => {
    const session = await reading.find(name)
    const facts = await gather(reading, session, context.signal)
    const told = await toldMeanwhile(context, session, facts)
    const narrative = context.isRegenerating
      ? await regenerate(context, reading, session, facts, told)
      : await reading.narrative(session)
    context.write({
      json: () => reportJson(session, facts, told, narrative),
      lines: () => sessionReportLines(session, facts, told, narrative),
    })
  })
}

async function gather(
  reading: SessionReading,
  session: Session,
  signal: AbortSignal,
): Promise<SessionFacts> {
  const risks = new Map(RULES.map(({ id, risk }) => [id, risk]))
  const collector = new SessionFactsCollector((rule) => risks.get(rule))
  for await (const event of reading.events(session)) {
    signal.throwIfAborted()
    collector.add(event)
  }
  return collector.facts()
}

async function toldMeanwhile(
  { home }: ReportContext,
  { root, started, last }: Session,
  { snapshots }: SessionFacts,
): Promise<NarratedSnapshot[]> {
  const repo = root === undefined ? undefined : findShadowRepo(home, root)
  if (!repo || snapshots.size === 0) return []
  const view = new RepoView(repo)
  try {
    const range = { sinceMs: Date.parse(started) - 1000, untilMs: Date.parse(last) + 1000 }
    return await narratedSnapshots(view, range, ({ id }) => snapshots.has(id))
  } finally {
    view.close()
  }
}

function reportJson(
  session: Session,
  facts: SessionFacts,
  told: readonly NarratedSnapshot[],
  narrative: KeptNarrative | undefined,
) {
  const { type: _, ...about } = sessionJson(session)
  return {
    type: 'session-report' as const,
    ...about,
    steps: facts.steps,
    steps_omitted: facts.omitted.steps,
    findings: facts.findings,
    files: facts.files,
    files_omitted: facts.omitted.files,
    summary: narrativeJson(narrative),
    summaries: told.map(toldJson),
  }
}

async function regenerate(
  context: ReportContext,
  reading: SessionReading,
  session: Session,
  facts: SessionFacts,
  told: readonly NarratedSnapshot[],
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
