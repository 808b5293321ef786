/** The lanes of a session: who did what, what changed on disk, what the terminal showed, and what was not recorded. */
import { isInFolder } from '../../model/absolute-path.ts'
import { GAP_REASONS } from '../../model/gap.ts'
import { type Session, sessionSpan } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseSubject } from '../../model/snapshot-message.ts'
import type { SessionSurroundings } from '../../review/sessions/session-surroundings.ts'
import type { SentStep } from '../api/step-rows.ts'
import type { LaneKind, MarkKind, SentLane } from '../api/strip.ts'
import type { LaneMark } from './mark-levels.ts'
import { agentMarks, personMarks } from './step-marks.ts'

/** A lane whose marks stand for themselves, in milliseconds since the epoch. */
export interface Lane extends Omit<SentLane, 'recorded' | 'marks' | 'gaps'> {
  recorded: [fromMs: number, toMs: number][]
  marks: LaneMark[]
  gaps: LaneGap[]
}

/** A stretch that was not recorded. */
export interface LaneGap {
  fromMs: number
  toMs: number
  meaning: string
  isOpen?: boolean | undefined
}

/** A recording of the session's terminal, and when something was written on it. */
export interface LaneRecording {
  startedMs: number
  endedMs: number
  gaps: readonly LaneGap[]
  activity: readonly { atMs: number; count: number }[]
}

/** A session beside others, with what it did. */
export interface LaneSession {
  session: Session
  depth: number
  name: string
  steps: readonly SentStep[]
}

export interface LaneFacts {
  fromMs: number
  toMs: number
  nowMs: number
  own: LaneSession
  subagents: readonly LaneSession[]
  others: readonly LaneSession[]
  /** Sessions for which there is no lane. */
  more: readonly Session[]
  around: SessionSurroundings
  recordings: readonly LaneRecording[]
}

export function sessionLanes(facts: LaneFacts): Lane[] {
  const { own, subagents, others, more } = facts
  return [
    personLane(facts),
    agentLane(own, 'agent', facts),
    ...subagents.map((one) => agentLane(one, 'subagent', facts)),
    ...others.map((one) => agentLane(one, 'other', facts)),
    ...(more.length > 0 ? [othersLane(more, facts)] : []),
    nobodyLane(facts),
    filesLane(facts),
    terminalLane(facts),
  ]
}

function personLane({ own, around, fromMs, toMs }: LaneFacts): Lane {
  const acts = around.snapshots.filter(({ trigger }) => trigger === 'restore')
  const marks = [...personMarks(own.steps), ...acts.map(actMark)]
  return {
    ...{ id: 'person', kind: 'person', name: 'person', gaps: [] },
    recorded: [[fromMs, toMs]],
    marks: marks.sort(inOrder),
  }
}

function actMark({ time, message }: Snapshot): LaneMark {
  const label = message ?? 'puts files back'
  return { startMs: time, endMs: time, kind: 'act', risk: 'none', count: 1, seq: 0, label }
}

function agentLane(
  { session, depth, name, steps }: LaneSession,
  kind: LaneKind,
  facts: LaneFacts,
): Lane {
  const { id, agent, ended } = session
  return {
    ...{ id, kind, name, agent, session: id, depth, gaps: [] },
    recorded: [lifeOf(session, facts)],
    marks: agentMarks(steps, ended === undefined ? facts.nowMs : undefined).sort(inOrder),
  }
}

function lifeOf(session: Session, { nowMs }: LaneFacts): [number, number] {
  const { fromMs, toMs } = sessionSpan(session, nowMs)
  return [fromMs, toMs]
}

function othersLane(more: readonly Session[], facts: LaneFacts): Lane {
  const marks = more.map((session): LaneMark => {
    const [startMs, endMs] = lifeOf(session, facts)
    return { startMs, endMs, kind: 'call', risk: 'none', count: 1, seq: 0, label: session.agent }
  })
  return {
    ...{ id: 'others', kind: 'others', name: `${more.length} more`, gaps: [], recorded: [] },
    marks: marks.sort(inOrder),
  }
}

function nobodyLane(facts: LaneFacts): Lane {
  const marks = facts.around.snapshots.filter(isNobodys).flatMap(changeMarks)
  return {
    ...{ id: 'nobody', kind: 'nobody', name: 'unattributed', gaps: gapsOf(facts) },
    ...{ recorded: watchedOf(facts), marks },
  }
}

function isNobodys({ session, trigger, parent }: Snapshot): boolean {
  return session === undefined && trigger !== 'restore' && parent !== undefined
}

function filesLane(facts: LaneFacts): Lane {
  const { snapshots } = facts.around
  const marks = snapshots.filter(({ parent }) => parent !== undefined).flatMap(changeMarks)
  return {
    ...{ id: 'files', kind: 'files', name: 'files', gaps: gapsOf(facts) },
    ...{ recorded: watchedOf(facts), marks },
  }
}

function gapsOf({ around }: LaneFacts): LaneGap[] {
  return around.gaps.map(({ from, to, reason, isOpen }) => {
    return { fromMs: from, toMs: to, meaning: GAP_REASONS[reason], isOpen }
  })
}

/** One mark for each kind of change, so that the worst is not all that is seen. */
function changeMarks({ time, subject, trigger, session }: Snapshot): LaneMark[] {
  const told = parseSubject(subject)
  if (!told) return []
  const isScanned = session === undefined && (trigger === 'reconcile' || trigger === 'start')
  return (['modified', 'added', 'removed'] as const).flatMap((kind) => {
    const count = told.counts[kind]
    if (count === 0) return []
    const shown: MarkKind = isScanned ? 'scanned' : kind
    return [{ startMs: time, endMs: time, kind: shown, risk: 'none', count, seq: 0 }]
  })
}

/** Folders are watched but for the gaps, from the first snapshot on. */
function watchedOf({ around, fromMs, toMs }: LaneFacts): [number, number][] {
  if (around.root === undefined) return []
  const stretches: [number, number][] = []
  let atMs = around.recordedFromMs ?? fromMs
  for (const { from, to } of [...around.gaps].sort((a, b) => a.from - b.from)) {
    if (from > atMs) stretches.push([atMs, Math.min(from, toMs)])
    atMs = Math.max(atMs, to)
  }
  if (atMs < toMs) stretches.push([atMs, toMs])
  return stretches
}

function terminalLane({ recordings }: LaneFacts): Lane {
  const marks = recordings.flatMap(({ activity }) =>
    activity.map(({ atMs, count }): LaneMark => {
      return { startMs: atMs, endMs: atMs, kind: 'output', risk: 'none', count, seq: 0 }
    }),
  )
  return {
    ...{ id: 'terminal', kind: 'terminal', name: 'terminal', marks: marks.sort(inOrder) },
    recorded: recordings.map(({ startedMs, endedMs }) => [startedMs, endedMs]),
    gaps: recordings.flatMap(({ gaps }) => gaps),
  }
}

/** Whether both work in the same folder, or one within that of the other. */
export function isBeside(one: Session, other: Session): boolean {
  if (one.root === undefined || other.root === undefined) return false
  return isInFolder(one.root, other.root) || isInFolder(other.root, one.root)
}

function inOrder(one: LaneMark, other: LaneMark): number {
  return one.startMs - other.startMs
}
