/** Calls of other sessions in the same folder, around the time of a step: who else could have changed something. */
import type { Session } from '../../model/session.ts'
import type { SessionReading } from '../../review/answers/session-reading.ts'
import type { Home } from '../../store/home/home.ts'
import type { CallMeanwhile } from '../api/step-detail.ts'
import { sessionsSince } from './kept-sessions.ts'
import { stepsOf } from './kept-steps.ts'
import { isBeside } from './session-lanes.ts'

const CALLS_MAX = 50
/** What had ended so much earlier is told of as well: it shows that nobody else was at work. */
const AROUND_MS = 10_000

export async function callsMeanwhile(
  home: Home,
  reading: SessionReading,
  session: Session,
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<CallMeanwhile[]> {
  const found: CallMeanwhile[] = []
  const sinceMs = startMs - AROUND_MS
  const others = await sessionsSince(home, reading, sinceMs)
  for (const other of others.sort((one, two) => (one.last < two.last ? 1 : -1))) {
    if (other.id === session.id || !isBeside(session, other)) continue
    if (Date.parse(other.started) > endMs || Date.parse(other.last) < sinceMs) continue
    for (const step of await stepsOf(home.path, reading, other)) {
      const [from, to] = [Date.parse(step.time), Date.parse(step.ended_at ?? step.time)]
      const isCall = step.ended_at !== undefined || step.state === 'open'
      if (!isCall || from > endMs || to < sinceMs) continue
      const { seq, what, time, ended_at = null } = step
      found.push({ session: other.id, agent: other.agent, seq, what, time, ended_at })
      if (found.length >= CALLS_MAX) return found
    }
  }
  return found
}
