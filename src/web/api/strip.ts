/** Time as lanes: what each of them did, and what was not recorded of it. */

/** The worse of two comes later: where there is room for one, it is shown. */
export const MARK_KINDS = [
  ...['words', 'call', 'open', 'failed', 'refused'],
  ...['scanned', 'modified', 'renamed', 'added', 'removed'],
  ...['prompt', 'act', 'refusal', 'output'],
] as const

/** `scanned` was found by a scan: it has no time of its own. */
export type MarkKind = (typeof MARK_KINDS)[number]

export const MARK_RISKS = ['none', 'info', 'warning', 'danger'] as const

/** Columns of equal length, in order of time. */
export interface SentMarks {
  /** Milliseconds since the `from` of the strip. */
  at: readonly number[]
  /** Milliseconds; nought for what has no length. */
  length: readonly number[]
  /** Places in MARK_KINDS and MARK_RISKS. */
  kind: readonly number[]
  risk: readonly number[]
  /** How many it stands for: calls, or files. */
  count: readonly number[]
  /** The number of the step, in the session of the lane; of several that of the worst; 0 for none. */
  seq: readonly number[]
  /** Recorded text, for what is long enough to bear it; by place. */
  labels: Readonly<Record<number, string>>
}

export type LaneKind =
  | 'findings'
  | 'person'
  | 'agent'
  | 'subagent'
  | 'other'
  | 'others'
  | 'nobody'
  | 'files'
  | 'terminal'

export interface SentLane {
  /** Unique in its strip. */
  id: string
  kind: LaneKind
  name: string
  /** The name of the agent, where it is one's. */
  agent?: string
  session?: string
  /** How deep a subagent stands. */
  depth?: number
  /** Stretches in which it was recorded, as pairs of milliseconds since `from`. */
  recorded: readonly (readonly [from: number, to: number])[]
  marks: SentMarks
  gaps: readonly SentGap[]
}

export interface SentGap {
  /** Milliseconds since the `from` of the strip. */
  from: number
  to: number
  /** In words. */
  meaning: string
  isOpen?: true
}

export interface StripAnswer {
  type: 'strip'
  /** Milliseconds since the epoch. */
  from: number
  to: number
  /** Marks that begin within the same 2^level milliseconds and are shorter are one; 0: each stands for itself. */
  level: number
  lanes: readonly SentLane[]
  /** Lanes that would be there, and have nothing in them. */
  empty_lanes: number
}
