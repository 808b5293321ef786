/** A report of a change or of a session, with the narrative where there is one. */
import type { ChangeReport, SessionReport } from '../answers/report.ts'
import type { NarratedSnapshot } from '../history/narrated-snapshots.ts'
import { narrativeJson } from './narrative.ts'
import { sessionJson } from './session.ts'

export function changeReportJson({ diff, narrative, told }: ChangeReport) {
  return { ...diff, summary: narrativeJson(narrative), summaries: told.map(toldJson) }
}

export function sessionReportJson({ session, facts, told, narrative }: SessionReport) {
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

function toldJson({ snapshot, narrative }: NarratedSnapshot) {
  return { snapshot_id: snapshot.id, ...narrativeJson(narrative)! }
}
