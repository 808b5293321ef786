/** `sessions`, `inspect`, `timeline` and `search`: sessions of agents, and what was said and done in them. */
import { agentNamed } from '../../model/agent-names.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { EventType } from '../../model/event.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import type { EventRange } from '../../store/sessions/session-events.ts'
import { recordingMomentJson } from '../json/recording.ts'
import { eventJson, sessionJson } from '../json/session.ts'
import {
  amongEvents,
  type RecordingMoment,
  recordingMoments,
} from '../recordings/recording-moments.ts'
import { recordingsBySession } from '../recordings/recordings-of.ts'
import { readSessionRecordings } from '../recordings/session-recordings.ts'
import { eventTest } from '../sessions/event-search.ts'
import { isSpokenFor } from '../sessions/spoken-for.ts'
import { isRootRecorded } from '../status/unrecorded.ts'
import type { SessionReading } from './session-reading.ts'

/** Told of each session that cannot be read, which is left out. */
type OnDamaged = (error: FlightrecError) => void

interface SessionsRequest {
  agent?: string | undefined
  anomaliesOnly?: boolean | undefined
  limit?: number | undefined
  onDamaged: OnDamaged
}

/** Yields the sessions that are asked for, the latest active first. */
export async function* findSessions(
  reading: SessionReading,
  { agent, anomaliesOnly = false, limit = Infinity, onDamaged }: SessionsRequest,
  { withSpokenFor }: { withSpokenFor: boolean },
): AsyncGenerator<Session> {
  const query = { agent: agent && agentNamed(agent), anomaliesOnly, onDamaged }
  const isListed = async (id: SessionId) => {
    const member = await reading.find(id).catch(undefinedIfKnown)
    return member !== undefined && (query.agent === undefined || member.agent === query.agent)
  }
  let count = 0
  for await (const session of reading.list(query)) {
    if (!withSpokenFor && (await isSpokenFor(session, isListed))) continue
    yield session
    count += 1
    if (count === limit) return
  }
}

/** One that was dropped, or is damaged, is not there to speak. */
function undefinedIfKnown(error: unknown): undefined {
  if (!(error instanceof FlightrecError)) throw error
}

/** Yields a `session` for each, the runs for which others speak among them. */
export async function* answerSessions(
  home: Home,
  reading: SessionReading,
  request: SessionsRequest,
) {
  const recordingsOf = await recordingsBySession(home)
  for await (const session of findSessions(reading, request, { withSpokenFor: true })) {
    const recordings = recordingsOf(session)
    yield { ...sessionJson(session), root_recorded: isRootRecorded(home, session), recordings }
  }
}

interface InspectRequest {
  session: Session
  types?: ReadonlySet<EventType> | undefined
  anomaliesOnly?: boolean | undefined
}

/** Yields the events of a session that are asked for. */
export async function* inspectedEvents(
  reading: SessionReading,
  { session, types, anomaliesOnly }: InspectRequest,
): AsyncGenerator<StoredEvent> {
  for await (const event of reading.events(session)) {
    if (types && !types.has(event.event_type)) continue
    if (anomaliesOnly && event.risk_level === 'none') continue
    yield event
  }
}

/** Yields the `session`, then an `event` for each. */
export async function* answerInspect(home: Home, reading: SessionReading, request: InspectRequest) {
  const recordings = (await recordingsBySession(home))(request.session)
  yield { ...sessionJson(request.session), recordings }
  for await (const event of inspectedEvents(reading, request)) yield eventJson(event)
}

interface TimelineRequest extends EventRange {
  session: Session
  /** Told of each recording that cannot be read, which is left out. */
  onDamaged: OnDamaged
}

/** Yields the events of a session that are asked for, and where its recordings begin, end and have gaps. */
export async function* timelineOf(
  home: Home,
  reading: SessionReading,
  { session, onDamaged, ...range }: TimelineRequest,
): AsyncGenerator<StoredEvent | RecordingMoment> {
  const moments = recordingMoments(await readSessionRecordings(home, [session], onDamaged))
  const isPart = { start: range.from !== undefined, end: range.to !== undefined }
  yield* amongEvents(reading.events(session, range), moments, isPart)
}

/** Yields an `event` or a `recording-moment` for each. */
export async function* answerTimeline(
  home: Home,
  reading: SessionReading,
  request: TimelineRequest,
) {
  for await (const one of timelineOf(home, reading, request)) {
    yield 'kind' in one ? recordingMomentJson(one) : eventJson(one)
  }
}

export interface SearchRequest {
  /** A regular expression or, with `isLiteral`, a text. */
  pattern: string
  isLiteral: boolean
  types: ReadonlySet<EventType> | undefined
  agent?: string | undefined
  /** Only this session, as it is named. */
  session?: string | undefined
  limit?: number | undefined
  onDamaged: OnDamaged
  /** Called now and then, so that a long search can make way, or end. */
  onSearched?: () => Promise<void>
}

const SEARCHED_EVERY = 5_000

/** Yields the events that hold the pattern. */
export async function* searchEvents(
  reading: SessionReading,
  request: SearchRequest,
): AsyncGenerator<StoredEvent> {
  const { pattern, agent, session: name, limit = Infinity, onDamaged, onSearched } = request
  const isFound = eventTest(pattern, request)
  const query = { agent: agent && agentNamed(agent), onDamaged }
  const sessions = name === undefined ? reading.list(query) : [await reading.find(name)]
  let [searched, found] = [0, 0]
  for await (const session of sessions) {
    try {
      for await (const event of reading.events(session)) {
        searched += 1
        if (searched % SEARCHED_EVERY === 0) await onSearched?.()
        if (!isFound(event)) continue
        yield event
        found += 1
        if (found >= limit) return
      }
    } catch (error) {
      if (!(error instanceof FlightrecError) || error.code !== 'corrupt-store') throw error
      onDamaged(error)
    }
  }
}

/** Yields an `event` for each. */
export async function* answerSearch(reading: SessionReading, request: SearchRequest) {
  for await (const event of searchEvents(reading, request)) yield eventJson(event)
}
