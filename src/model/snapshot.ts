import type { Oid } from './oid.ts'
import type { RawPath } from './raw-path.ts'
import type { SnapshotId } from './snapshot-id.ts'

/** What made flightrec take a snapshot. */
export const TRIGGERS = [
  'start',
  'watch',
  'once',
  'manual',
  'reconcile',
  'safety',
  'restore',
  'hook',
  'run',
] as const
export type Trigger = (typeof TRIGGERS)[number]

/** Who made a change: an agent's session, or `unattributed`. */
export interface Actor {
  name: string
  email: string
}

export const UNATTRIBUTED: Actor = { name: 'unattributed', email: 'unattributed@flightrec' }
export const FLIGHTREC: Actor = { name: 'flightrec', email: 'flightrec@flightrec' }

/** Two snapshots of one timeline; what happened between them is looked at as one change. */
export interface SnapshotSpan {
  before: Snapshot
  after: Snapshot
  /** Set when only the changes of these paths are looked at. */
  only?: ReadonlySet<RawPath>
}

/** One commit of a timeline: a root at an instant. */
export interface Snapshot {
  id: SnapshotId
  commit: Oid
  tree: Oid
  /** Commit on refs/flightrec/meta that holds what git's tree cannot; absent when there is nothing such. */
  meta?: Oid | undefined
  /** Commit of the snapshot before; absent for the first one kept. */
  parent?: Oid | undefined
  /** Milliseconds since the epoch, by the clock; the moment of the id may be later, where that had been set back. */
  time: number
  /** The time, when the id does not tell it. */
  clock?: number | undefined
  /** By how many seconds ids have run ahead of the clock at most, up to this snapshot; absent: never. */
  lead?: number | undefined
  actor: Actor
  trigger: Trigger
  subject: string
  /** What the user said with `snapshot -m`. */
  message?: string | undefined
  /** Recorded files and links, and their bytes, in the whole snapshot. */
  files: number
  bytes: number
  /** Paths listed as not recorded, each with a reason in the manifest. */
  skipped: number
  /** Large busy files that stand in it as they were a little earlier; absent: none. */
  postponed?: number | undefined
  /** False when something that should have been recorded could not be. */
  complete: boolean
  /** Whose change it is, when that is known: the session, the call by its `callKey`, its first event. */
  session?: string | undefined
  call?: string | undefined
  event?: string | undefined
  evidence?: string | undefined
  /** What of it was put down to somebody after it was taken. */
  later?: readonly LaterEvidence[]
}

/** A part of a snapshot's changes that was put down to somebody after the snapshot was taken. */
export interface LaterEvidence {
  session: string
  agent: string
  /** The call by its `callKey`, and the number of its first event; absent where it may be one of several. */
  call?: string
  event?: string
  evidence: string
  /** When it was put down, in milliseconds since the epoch. */
  noted: number
  /** Which of the changes; of a rename, both names. */
  paths: readonly RawPath[]
}
