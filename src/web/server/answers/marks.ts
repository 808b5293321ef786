import { FlightrecError } from '../../../model/errors.ts'
import { type Session, sessionSpan } from '../../../model/session.ts'
import { type SessionReading, withSessions } from '../../../review/answers/session-reading.ts'
import { readSessionRecordings } from '../../../review/recordings/session-recordings.ts'
import { sessionFamily } from '../../../review/sessions/session-family.ts'
import { readSurroundings } from '../../../review/sessions/session-surroundings.ts'
import type { Home } from '../../../store/home/home.ts'
import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering, wholeNumber } from '../answer.ts'
import { activityOf } from '../kept-activity.ts'
import { sessionsSince } from '../kept-sessions.ts'
import { stepsOf } from '../kept-steps.ts'
import { levelFor } from '../mark-levels.ts'
import { sentStrip } from '../sent-strip.ts'
import {
  isBeside,
  type Lane,
  type LaneFacts,
  type LaneRecording,
  type LaneSession,
  sessionLanes,
} from '../session-lanes.ts'

/** More sessions at once than these share a lane. */
const SUBAGENTS_MAX = 5
const OTHERS_MAX = 4
/** So many marks are sent as they are, however wide they are shown. */
const EXACT_MAX = 6_000
const WIDTH = 1_400

export const marks = answering(ROUTES.marks, ({ home }, asked) =>
  withSessions(home, async (reading) => {
    const session = await reading.find(asked.session)
    const facts = await readFacts(home, reading, session)
    const lanes = sessionLanes(facts)
    const [from, to] = [wholeNumber('from', asked.from), wholeNumber('to', asked.to)]
    const span = { fromMs: from ?? facts.fromMs, toMs: to ?? facts.toMs }
    if (span.fromMs > span.toMs) throw new FlightrecError('usage', 'from must be before to')
    const level = levelFor(span.toMs - span.fromMs, wholeNumber('width', asked.width, 1) ?? WIDTH)
    return sentStrip(lanes, { ...span, level: countMarks(lanes) <= EXACT_MAX ? 0 : level })
  }),
)

function countMarks(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, lane) => sum + lane.marks.length, 0)
}

async function readFacts(
  home: Home,
  reading: SessionReading,
  session: Session,
): Promise<LaneFacts> {
  const nowMs = now()
  const { fromMs, toMs } = sessionSpan(session, nowMs)
  const all = await sessionsSince(home, reading, fromMs)
  const family = await sessionFamily(session, each(all))
  const known = new Set([
    ...family.map(({ id }) => id),
    ...(session.runs ?? []),
    ...(session.members ?? []),
  ])
  const beside = all.filter((one) => {
    const span = sessionSpan(one, nowMs)
    return (
      !known.has(one.id) &&
      one.totals.steps > 0 &&
      isBeside(session, one) &&
      span.fromMs <= toMs &&
      span.toMs >= fromMs
    )
  })
  const laneOf = async (one: Session, depth: number): Promise<LaneSession> => ({
    ...{ session: one, depth, steps: await stepsOf(home.path, reading, one) },
    name: depth > 0 ? await subagentName(reading, one) : one.agent,
  })
  const children = family.slice(1)
  const depthOf = depths(session, family)
  return {
    ...{ fromMs, toMs, nowMs },
    own: await laneOf(session, 0),
    subagents: await Promise.all(
      children.slice(0, SUBAGENTS_MAX).map((one) => laneOf(one, depthOf(one))),
    ),
    others: await Promise.all(beside.slice(0, OTHERS_MAX).map((one) => laneOf(one, 0))),
    more: [...children.slice(SUBAGENTS_MAX), ...beside.slice(OTHERS_MAX)],
    around: await readSurroundings(home, session, nowMs),
    recordings: await readRecordings(home, session),
  }
}

async function readRecordings(home: Home, session: Session): Promise<LaneRecording[]> {
  const found = await readSessionRecordings(home, [session], () => {})
  return await Promise.all(
    found.map(async ({ recording, startedMs, endedMs, gaps }) => ({
      ...{ startedMs, endedMs },
      gaps: gaps.map(({ fromMs, toMs, reason }) => {
        return { fromMs: startedMs + fromMs, toMs: startedMs + toMs, meaning: reason }
      }),
      activity: (await activityOf(home, recording)).map(({ timeMs, count }) => {
        return { atMs: startedMs + timeMs, count }
      }),
    })),
  )
}

/** What kind of agent it is, as it said when it began: `Explore`. */
async function subagentName(reading: SessionReading, session: Session): Promise<string> {
  for await (const { event_type: type, summary } of reading.events(session, { from: 1, to: 1 })) {
    const name = type === 'SESSION_START' ? summary.replace(`${session.agent} `, '').trim() : ''
    if (name !== '') return name
  }
  return session.agent
}

function depths(session: Session, family: readonly Session[]): (one: Session) => number {
  const found = new Map([[session.id, 0]])
  for (const { id, parent } of family)
    if (id !== session.id) found.set(id, (found.get(parent!) ?? 0) + 1)
  return ({ id }) => found.get(id) ?? 1
}

async function* each(sessions: readonly Session[]): AsyncGenerator<Session> {
  yield* sessions
}
