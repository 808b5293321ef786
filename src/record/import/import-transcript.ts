/** Makes sessions of a transcript: what it tells and nobody has recorded is added, and nothing twice. */
import type { EventDraft } from '../../agents/agent.ts'
import type { SessionId } from '../../model/session.ts'
import { sessionIdOf } from '../../store/sessions/session-id.ts'
import type { ImportSetup, KeptCopy } from './import-target.ts'
import { ImportedSession, type SessionImport } from './imported-session.ts'
import { openTranscript, type Transcript } from './read-transcript.ts'
import { TranscriptKeeper } from './transcript-keeper.ts'

/** What came of one transcript. */
export interface ImportReport {
  path: string
  agent: string
  sessions: SessionImport[]
  /** Lines that are not JSON; a last one that is half written is among them. */
  bad_lines: number
  /** Lines so long that only their beginning was read. */
  cut_lines: number
  /** Whether the file was written anew meanwhile, so that more may be missing. */
  is_torn: boolean
  bytes: number
}

/** How far an import is. */
export interface ImportProgress {
  bytes: number
  events: number
}

export interface ImportOptions extends ImportSetup {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: ImportProgress) => void) | undefined
}

/** So many are judged and redacted in one go; whoever else has work for this process waits for them. */
const BATCH_EVENTS = 64

/** @throws {FlightrecError} failed, when no agent is known to write such a file; interrupted. */
export async function importTranscript(
  path: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const transcript = await openTranscript(path)
  const sessions = new Map<SessionId, ImportedSession>()
  const copy = new TranscriptKeeper(transcript, options)
  let waiting = 0
  let count = 0
  const flush = async () => {
    waiting = 0
    for (const session of sessions.values()) await session.flush()
    await copy.write([...sessions.values()][0])
    options.onProgress?.({ bytes: transcript.bytesRead(), events: count })
    // Others have their turn.
    await new Promise((resolve) => setImmediate(resolve))
    options.signal?.throwIfAborted()
  }
  let kept: KeptCopy | undefined
  try {
    for await (const line of transcript.lines()) {
      const { events } = line
      for (const event of events) {
        const id = sessionOf(event, transcript)
        const session =
          sessions.get(id) ?? (await ImportedSession.begin(id, event, transcript, options))
        sessions.set(id, session)
        session.tell(event)
      }
      copy.hold(line)
      waiting += Math.max(1, events.length)
      count += events.length
      if (waiting >= BATCH_EVENTS || copy.isFull) await flush()
    }
    await flush()
    kept = await copy.end()
    for (const session of sessions.values()) await session.putDown()
  } finally {
    for (const [n, session] of [...sessions.values()].entries()) {
      await session.finish(n === 0 ? kept : undefined)
    }
  }
  return {
    path,
    agent: transcript.agent.name,
    sessions: [...sessions.values()].map(({ report }) => report),
    ...transcript.faults(),
    bytes: transcript.bytesRead(),
  }
}

/** A transcript that names no session is one. */
function sessionOf({ agent, agent_session: name }: EventDraft, { fingerprint }: Transcript) {
  return sessionIdOf(agent, name ?? `transcript ${fingerprint}`)
}
