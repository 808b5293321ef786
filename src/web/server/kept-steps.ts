/** Steps of the sessions that were looked at last, as they are sent: pages, strip and filters ask for the same ones. */

import type { Session } from '../../model/session.ts'
import type { SessionReading } from '../../review/answers/session-reading.ts'
import { stepJson } from '../../review/json/step.ts'
import { readStepRows } from '../../review/sessions/step-rows.ts'
import type { SentStep } from '../api/step-rows.ts'

const SESSIONS_MAX = 12
const STEPS_MAX = 300_000

interface KeptSession {
  events: number
  steps: Promise<readonly SentStep[]>
  count: number
}

const kept = new Map<string, KeptSession>()

/** Returns them in order of time. They are read anew when the session has more events than when they were read. */
export function stepsOf(
  home: string,
  reading: SessionReading,
  session: Session,
): Promise<readonly SentStep[]> {
  const key = `${home} ${session.id}`
  const known = kept.get(key)
  kept.delete(key)
  const { events } = session.totals
  const one = known?.events === events ? known : read(reading, session)
  kept.set(key, one)
  return one.steps
}

function read(reading: SessionReading, session: Session): KeptSession {
  const steps = readStepRows(reading.events(session), session.root).then((rows) =>
    rows.map(stepJson),
  )
  const one: KeptSession = { events: session.totals.events, steps, count: 0 }
  steps.then(
    ({ length }) => {
      one.count = length
      forgetOldest()
    },
    () => {
      one.events = -1
    },
  )
  return one
}

function forgetOldest(): void {
  let total = [...kept.values()].reduce((sum, { count }) => sum + count, 0)
  for (const [key, { count }] of kept) {
    if (kept.size <= 1 || (kept.size <= SESSIONS_MAX && total <= STEPS_MAX)) return
    kept.delete(key)
    total -= count
  }
}
