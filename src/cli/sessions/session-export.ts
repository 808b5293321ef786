/** Writes a session in the format that was asked for. */
import { FlightrecError } from '../../model/errors.ts'
import type { Session, SessionId } from '../../model/session.ts'
import { showJson } from '../../model/show.ts'
import type { SessionReading } from '../../review/answers/session-reading.ts'
import { agentTraceRecords } from '../../review/export/agent-trace.ts'
import { atifDocument } from '../../review/export/atif.ts'
import type { ExportedSession } from '../../review/export/exported-session.ts'
import { htmlReport } from '../../review/export/html-report.ts'
import { otlpRequests } from '../../review/export/otlp.ts'
import { traceDocument } from '../../review/export/trace-document.ts'
import type { SessionRecording } from '../../review/recordings/session-recordings.ts'
import { RepoView } from '../../review/repo/repo-view.ts'
import type { Home } from '../../store/home/home.ts'
import { listShadowRepos } from '../../store/home/shadow-repos.ts'
import { SessionsReader, sessionBundle, sessionCommit } from '../../store/sessions/sessions-repo.ts'
import { readTranscriptCopy } from '../../store/sessions/transcript-copy.ts'
import { VERSION } from '../framework/version.ts'
import type { Output } from '../terminal/output.ts'
import type { ExportFormat } from './export-formats.ts'

interface Export {
  home: Home
  reading: SessionReading
  session: Session
  recordings: readonly SessionRecording[]
  isPretty: boolean
  out: Output
}

export function exportPieces(
  format: ExportFormat,
  wanted: Export,
): AsyncIterable<string | Uint8Array> {
  const exported = exportedSession(wanted)
  switch (format) {
    case 'trace':
      return traceDocument(exported, wanted.isPretty)
    case 'atif':
      return atifDocument(exported, wanted.isPretty)
    case 'agent-trace':
      return agentTraceLines(wanted)
    case 'otlp':
      return jsonLines(otlpTraces(wanted), wanted.isPretty)
    case 'html':
      return htmlReport(exported, VERSION)
    case 'transcript':
      return transcript(wanted)
    case 'bundle':
      return bundle(wanted)
  }
}

function exportedSession({ reading, session, recordings }: Export): ExportedSession {
  return { session, recordings, events: () => reading.events(session) }
}

/** Yields what is to be sent to a collector, request by request. */
export async function* otlpTraces(wanted: Export): AsyncGenerator<object> {
  const topmost = await topmostOf(wanted)
  yield* otlpRequests({ ...exportedSession(wanted), topmost }, VERSION)
}

/** One value a line: a request, as collectors read and write files, or a record. */
async function* jsonLines(
  values: AsyncIterable<object>,
  isPretty: boolean,
): AsyncGenerator<string> {
  for await (const value of values) yield `${showJson(value, isPretty ? 2 : undefined)}\n`
}

/** The files of a session may lie in several roots. */
async function* agentTraceLines(wanted: Export): AsyncGenerator<string> {
  let count = 0
  for (const repo of listShadowRepos(wanted.home)) {
    const view = new RepoView(repo)
    try {
      const records = agentTraceRecords(exportedSession(wanted), view, VERSION)
      for await (const line of jsonLines(records, wanted.isPretty)) {
        count += 1
        yield line
      }
    } finally {
      view.close()
    }
  }
  if (count === 0) wanted.out.warn('no change that was recorded is attributed to this session')
}

const GENERATIONS_MAX = 20

/** A subagent stands in one trace with the session that began it all, as far as that was recorded. */
async function topmostOf({ reading, session }: Export): Promise<SessionId> {
  let top = session
  for (let n = 0; n < GENERATIONS_MAX && top.parent !== undefined; n += 1) {
    try {
      top = await reading.find(top.parent)
    } catch (error) {
      if (error instanceof FlightrecError && error.code === 'unknown-session') return top.parent!
      throw error
    }
  }
  return top.id
}

/** @throws {FlightrecError} failed, when none was imported. */
async function* transcript({ home, session }: Export): AsyncGenerator<Uint8Array> {
  const reader = new SessionsReader(home)
  try {
    const kept = (await reader.find(session.id))?.transcripts
    if (!kept?.size) {
      throw new FlightrecError('failed', `no transcript is kept with session ${session.id}`, {
        hint: 'Run `flightrec import FILE` with the transcript of its agent.',
      })
    }
    for (const tree of kept.values()) yield* readTranscriptCopy(reader, tree)
  } finally {
    reader.close()
  }
}

/** What the session's terminal showed is kept with the run below which it has spoken. */
function bundle({ home, session, recordings, out }: Export): AsyncGenerator<Uint8Array> {
  const commit = sessionCommit(home, session.id)
  if (commit === undefined) {
    throw new FlightrecError('failed', `session ${session.id} runs, and none of it is in git yet`, {
      hint: 'Export it as a bundle when it has ended.',
    })
  }
  if (session.ended === undefined) {
    out.warn('the session runs: its latest events are not in the bundle')
  }
  for (const { recording, state } of recordings) {
    if (state !== 'stored') out.warn(`${recording.id} is not in the bundle: it is not in git yet`)
  }
  const stored = recordings.filter(({ state }) => state === 'stored')
  const runs = new Set(stored.map(({ recording }) => recording.session))
  return sessionBundle(home, session.id, commit, runs)
}
