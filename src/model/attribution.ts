/** To whom a change is put down, and on what evidence. */
import type { SessionId } from './session.ts'
import { type Actor, UNATTRIBUTED } from './snapshot.ts'

/** Why, strongest first. The last two name nobody. */
const EVIDENCE = {
  declared: 'a call named the path, and the change lies within that call',
  window: 'only this session could have made it then',
  contended: 'several could have made it',
  none: 'nothing that is known made it',
} as const

type Evidence = keyof typeof EVIDENCE

/**
 * Whether evidence is more than that the time fits: only then may a change be taken back unasked. Whoever puts a
 * snapshot down to a session and says nothing of evidence knows it for sure.
 */
export function isProof(evidence: string | undefined): boolean {
  return evidence === 'declared' || evidence === undefined
}

export interface Attribution {
  evidence: Evidence
  /** Set when the evidence names somebody. */
  by?: { session: SessionId; agent: string; call?: CallMark }
}

/** The call that made a change. */
export interface CallMark {
  /** The agent's id of it, or a name in its place: see `callKey`. */
  key: string
  /** Number of its first event in the session, once that is recorded. */
  event?: number
}

export const NOBODY: Attribution = { evidence: 'none' }

/** Returns who stands as the author of a snapshot. */
export function actorOf({ by }: Attribution): Actor {
  return by ? { name: by.agent, email: `${by.session}@flightrec` } : UNATTRIBUTED
}

/** Whether two changes can stand in one snapshot. */
export function isSameActor(a: Attribution, b: Attribution): boolean {
  return (
    a.by?.session === b.by?.session &&
    a.by?.call?.key === b.by?.call?.key &&
    a.evidence === b.evidence
  )
}
