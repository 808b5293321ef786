/** `at`: all there is of one moment. */
import { FlightrecError } from '../../model/errors.ts'
import type { Home } from '../../store/home/home.ts'
import { surveyReposIfAny } from '../../store/home/repo-survey.ts'
import { openedRepo, type ShadowRepo, type SurveyedRepo } from '../../store/home/shadow-repos.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import { hasAnySession, SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { now } from '../../system/clock.ts'
import { momentJson } from '../json/moment.ts'
import { timeOfMoment } from '../moment/moment-name.ts'
import { type RecordingThen, readRecordingsThen } from '../moment/recording-then.ts'
import { type RootThen, readRootThen } from '../moment/root-then.ts'
import { ranAt, readSessionThen, type SessionThen } from '../moment/session-then.ts'
import { RecordedSessions } from '../sessions/recorded-sessions.ts'
import { listSessions } from '../sessions/session-list.ts'
import { withoutSpokenFor } from '../sessions/spoken-for.ts'

interface AtRequest {
  name: string
  /** Only these roots; all unless any is given. */
  roots: readonly string[]
  /** Whoever shows the recordings itself does not wait for their screens. */
  withoutScreens?: boolean
}

export interface Moment {
  timeMs: number
  roots: RootThen[]
  sessions: SessionThen[]
  recordings: RecordingThen[]
  /** What could not be read, in words. */
  unreadable: string[]
}

/** @throws {FlightrecError} usage, unknown-session, ambiguous-session, unknown-recording, ambiguous-recording */
export async function readMoment(
  home: Home,
  { name, roots, withoutScreens }: AtRequest,
): Promise<Moment> {
  const nowMs = now()
  const unreadable: string[] = []
  const repos = openable(surveyReposIfAny(home, roots), unreadable)
  const named = new RecordedSessions(home)
  let timeMs: number
  try {
    timeMs = await timeOfMoment(name, { home, repos, sessions: named, nowMs })
  } finally {
    named.close()
  }
  const onUnreadable = (message: string) => unreadable.push(message)
  const [found, sessions] = await Promise.all([
    rootsThen(repos, timeMs, nowMs),
    sessionsThen(home, timeMs, onUnreadable),
  ])
  const recordings: RecordingThen[] = []
  if (!withoutScreens)
    for await (const one of readRecordingsThen(home, timeMs, onUnreadable)) recordings.push(one)
  for (const one of found) unreadable.push(...one.unreadable.map((what) => `${one.root}: ${what}`))
  return { timeMs, roots: found, sessions, recordings, unreadable }
}

/** Yields one `moment`. */
export async function* answerAt(home: Home, request: AtRequest) {
  yield momentJson(await readMoment(home, request))
}

function openable(surveyed: readonly SurveyedRepo[], unreadable: string[]): ShadowRepo[] {
  return surveyed.flatMap((repo) => {
    if (!repo.problem) return [openedRepo(repo)]
    unreadable.push(`${repo.root}: ${repo.problem.message}`)
    return []
  })
}

async function rootsThen(
  repos: readonly ShadowRepo[],
  timeMs: number,
  nowMs: number,
): Promise<RootThen[]> {
  const found: RootThen[] = []
  for (const repo of repos) found.push(await readRootThen(repo, timeMs, nowMs))
  return found
}

async function sessionsThen(
  home: Home,
  timeMs: number,
  onUnreadable: (message: string) => void,
): Promise<SessionThen[]> {
  if (!hasAnySession(home)) return []
  const reader = new SessionsReader(home)
  const found: SessionThen[] = []
  const onDamaged = ({ message }: FlightrecError) => onUnreadable(message)
  try {
    for await (const session of listSessions(home, reader, { onDamaged })) {
      if (!ranAt(session, timeMs)) continue
      try {
        const events = readEvents(home, reader, session.id)
        found.push(await readSessionThen(session, events, timeMs))
      } catch (error) {
        if (!(error instanceof FlightrecError)) throw error
        onDamaged(error)
      }
    }
  } finally {
    reader.close()
  }
  const told = new Set(withoutSpokenFor(found.map(({ session }) => session)))
  return found.filter(({ session }) => told.has(session))
}
