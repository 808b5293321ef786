/** Calls of other sessions in the same folder, around the time of a step: who else could have changed something. */
import { isInFolder } from '../../model/absolute-path.ts'
import type { Session } from '../../model/session.ts'
import type { SessionReading } from '../../review/answers/session-reading.ts'
import type { CallMeanwhile } from '../api/step-detail.ts'
import { stepsOf } from './kept-steps.ts'

const CALLS_MAX = 50
/** What had ended so much earlier is told of as well: it shows that nobody else was at work. */
const AROUND_MS = 10_000

export async function callsMeanwhile(
  home: string,
  reading: SessionReading,
  session: Session,
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<CallMeanwhile[]> {
  const found: CallMeanwhile[] = []
  for await (const other of reading.list({ onDamaged: () => {} })) {
    if (other.id === session.id || !isBeside(session, other)) continue
    if (Date.parse(other.started) > endMs || Date.parse(other.last) < startMs - AROUND_MS) continue
    for (const step of await stepsOf(home, reading, other)) {
      const [from, to] = [Date.parse(step.time), Date.parse(step.ended_at ?? step.time)]
      const isCall = step.ended_at !== undefined || step.state === 'open'
      if (!isCall || from > endMs || to < startMs - AROUND_MS) continue
      const { seq, what, time, ended_at = null } = step
      found.push({ session: other.id, agent: other.agent, seq, what, time, ended_at })
      if (found.length >= CALLS_MAX) return found
    }
  }
  return found
}

function isBeside({ root }: Session, { root: other }: Session): boolean {
  if (root === undefined || other === undefined) return false
  return isInFolder(root, other) || isInFolder(other, root)
}
