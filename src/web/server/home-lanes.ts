/** The lanes of a home, or of one root, over days: which agents were at work, and when files changed. */
import { isInFolder } from '../../model/absolute-path.ts'
import { GAP_REASONS, type Gap } from '../../model/gap.ts'
import { type Session, sessionSpan, worstOfSession } from '../../model/session.ts'
import type { Lane, LaneGap } from './session-lanes.ts'

/** More agents than these share a lane. */
const AGENTS_MAX = 5

export interface RootPast {
  root: string
  /** When each of its snapshots was taken. */
  changesMs: readonly number[]
  /** Since when it is recorded, or has been for longer than is asked for; undefined while it is not yet. */
  sinceMs: number | undefined
  gaps: readonly Gap[]
}

export interface HomeFacts {
  fromMs: number
  nowMs: number
  sessions: readonly Session[]
  roots: readonly RootPast[]
}

export function homeLanes(facts: HomeFacts): Lane[] {
  const { sessions, roots } = facts
  const own = sessions.filter(
    ({ parent, members = [] }) => parent === undefined && members.length === 0,
  )
  const byAgent = new Map<string, Session[]>()
  for (const session of own)
    byAgent.set(session.agent, [...(byAgent.get(session.agent) ?? []), session])
  const agents = [...byAgent].sort(([, one], [, other]) => other.length - one.length)
  const rest = agents.slice(AGENTS_MAX).flatMap(([, all]) => all)
  return [
    ...agents.slice(0, AGENTS_MAX).map(([agent, all]) => agentLane(agent, all, facts)),
    ...(rest.length > 0 ? [{ ...agentLane('others', rest, facts), kind: 'others' as const }] : []),
    filesLane(roots, facts),
  ]
}

/** Whether a session worked in a folder, or in one below it. */
export function worksIn(root: string, session: Session): boolean {
  return session.root !== undefined && isInFolder(root, session.root)
}

function agentLane(agent: string, sessions: readonly Session[], facts: HomeFacts): Lane {
  const { nowMs } = facts
  const marks = sessions.map((session) => {
    const { fromMs: startMs, toMs: endMs } = sessionSpan(session, nowMs)
    const kind = session.ended === undefined ? ('open' as const) : ('call' as const)
    return { startMs, endMs, kind, risk: worstOfSession(session), count: 1, seq: 0 }
  })
  marks.sort((one, other) => one.startMs - other.startMs)
  return {
    ...{ id: `agent ${agent}`, kind: 'agent', name: agent, agent },
    ...{ recorded: penDown(facts), marks, gaps: [] },
  }
}

/** Nothing was recorded before the first snapshot or the first session. */
function penDown({ roots, sessions, fromMs, nowMs }: HomeFacts): [fromMs: number, toMs: number][] {
  const begun = [
    ...roots.flatMap(({ sinceMs }) => sinceMs ?? []),
    ...sessions.map(({ started }) => Date.parse(started)),
  ]
  return begun.length === 0 ? [] : [[Math.max(fromMs, Math.min(...begun)), nowMs]]
}

function filesLane(roots: readonly RootPast[], facts: HomeFacts): Lane {
  const times = roots.flatMap(({ changesMs }) => changesMs).sort((one, other) => one - other)
  return {
    ...{
      id: 'files',
      kind: 'files',
      name: roots.length === 1 ? 'files' : `files, ${roots.length} roots`,
    },
    recorded: penDown({ ...facts, sessions: [] }),
    marks: times.map((timeMs) => ({
      ...{ startMs: timeMs, endMs: timeMs, kind: 'modified' as const },
      ...{ risk: 'none' as const, count: 1, seq: 0 },
    })),
    gaps: roots.flatMap(({ gaps, root }) =>
      gaps.map((gap) => laneGap(gap, root, roots.length > 1)),
    ),
  }
}

function laneGap({ from, to, reason, isOpen }: Gap, root: string, isNamed: boolean): LaneGap {
  const meaning = `${isNamed ? `${root}: ` : ''}${GAP_REASONS[reason]}`
  return { fromMs: from, toMs: to, meaning, isOpen }
}
