/** What the sessions of a recording did meanwhile, as markers on it. */
import type { Event } from '../../model/event.ts'
import { isRisk, worstRisk } from '../../model/risk.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import type { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { type JoinedStep, joinSteps } from '../sessions/joined-steps.ts'
import { readSession } from '../sessions/session-list.ts'
import { StepIndex, type StepSnapshots } from '../sessions/step-snapshots.ts'
import type { Marker } from './playback.ts'

/** A step with the marker it is on the recording. */
export interface SessionStep {
  marker: Marker
  session: SessionId
  /** The folder that the session worked in. */
  root: string | undefined
  step: JoinedStep
  snapshots: StepSnapshots
}

/** Returns the steps of a session, and of those that spoke below it, in order of time. */
export async function readSessionSteps(
  home: Home,
  reader: SessionsReader,
  id: SessionId,
  startedMs: number,
): Promise<SessionStep[]> {
  const { members = [] } = await readSession(home, reader, id)
  const all = await Promise.all(
    [id, ...members].map((one) => stepsOf(home, reader, one, startedMs)),
  )
  return all.flat().sort((one, other) => one.marker.timeMs - other.marker.timeMs)
}

async function stepsOf(
  home: Home,
  reader: SessionsReader,
  session: SessionId,
  startedMs: number,
): Promise<SessionStep[]> {
  const { root } = await readSession(home, reader, session)
  const events: StoredEvent[] = []
  for await (const event of readEvents(home, reader, session)) events.push(event)
  const index = new StepIndex(events)
  const steps: SessionStep[] = []
  for await (const step of joinSteps(each(events))) {
    const marker = markerOf(step, startedMs, index.seenOf(step.event))
    if (marker) {
      steps.push({ marker, session, root, step, snapshots: index.snapshotsOf(step.event) })
    }
  }
  return steps
}

async function* each(events: readonly StoredEvent[]): AsyncGenerator<StoredEvent> {
  yield* events
}

function markerOf(
  { event, end, more }: JoinedStep,
  startedMs: number,
  seen: readonly StoredEvent[],
): Marker | undefined {
  const kind = kindOf(event, end)
  if (!kind) return undefined
  return {
    timeMs: Math.max(0, Date.parse(event.time) - startedMs),
    kind,
    label: event.command ?? event.summary,
    step: event.seq,
    files: seen.length === 0 ? undefined : filesOf(seen),
    risk: worstRisk(
      [event, ...(end ? [end] : []), ...more].map((one) => one.risk_level).filter(isRisk),
    ),
  }
}

function filesOf(seen: readonly StoredEvent[]): Marker['files'] {
  const files = { written: 0, removed: 0 }
  for (const { event_type: type, paths = [] } of seen) {
    if (type === 'FILE_DELETE') files.removed += paths.length
    else files.written += 1
  }
  return files
}

/** Where a session begins and ends, and what it used of a model, is no step of what is seen. */
function kindOf(event: Event, end: Event | undefined): Marker['kind'] | undefined {
  if ((end ?? event).permission === 'refused') return 'refusal'
  if (event.event_type === 'USER_INPUT') return 'prompt'
  if (event.event_type === 'GAP' || /^SESSION_/.test(event.event_type)) return undefined
  if (event.source === 'watch') return 'snapshot'
  if (event.event_type === 'SHELL_EXEC') return 'command'
  return event.tool === undefined ? undefined : 'call'
}
