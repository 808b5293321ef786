/** One moment as JSON; see docs/json.md. */
import type { RecordingThen } from '../moment/recording-then.ts'
import type { RootThen } from '../moment/root-then.ts'
import type { SessionThen } from '../moment/session-then.ts'
import type { JoinedStep } from '../sessions/joined-steps.ts'
import { frameJson } from './frame.ts'
import { eventJson } from './session.ts'
import { gapJson, snapshotJson } from './snapshot.ts'

interface MomentParts {
  timeMs: number
  roots: readonly RootThen[]
  sessions: readonly SessionThen[]
  recordings: readonly RecordingThen[]
  unreadable: readonly string[]
}

export function momentJson({ timeMs, roots, sessions, recordings, unreadable }: MomentParts) {
  return {
    type: 'moment' as const,
    time: new Date(timeMs).toISOString(),
    roots: roots.map(({ root, snapshot, next, gaps }) => ({
      root,
      snapshot: snapshot ? snapshotJson(snapshot) : null,
      next_snapshot_id: next?.id ?? null,
      gaps: gaps.map(gapJson),
    })),
    sessions: sessions.map(({ session, running, last }) => ({
      session: session.id,
      agent: session.agent,
      root: session.root ?? null,
      at_work: running.length > 0,
      running: running.map(stepJson),
      last_step: last ? stepJson(last) : null,
    })),
    recordings: recordings.map(({ recording, frame, endMs, gaps }) => ({
      frame: frameJson({ ...frame, recording, endMs }, { isPainted: false }),
      recording_gaps: gaps,
    })),
    unreadable: [...unreadable],
  }
}

function stepJson({ event, end }: JoinedStep) {
  return { step: eventJson(event), step_ended_at: end?.time ?? null }
}
