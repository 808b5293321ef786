import type { Oid } from './oid.ts'
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
export interface Span {
  before: Snapshot
  after: Snapshot
}

/** One commit of a timeline: a root at an instant. */
export interface Snapshot {
  id: SnapshotId
  commit: Oid
  tree: Oid
  /** Commit on refs/flightrec/meta that holds what git's tree cannot; absent when there is nothing such. */
  meta?: Oid
  /** Commit of the snapshot before; absent for the first one kept. */
  parent?: Oid
  /** Milliseconds since the epoch. */
  time: number
  actor: Actor
  trigger: Trigger
  subject: string
  /** What the user said with `snapshot -m`. */
  message?: string
  /** Recorded files and links, and their bytes, in the whole snapshot. */
  files: number
  bytes: number
  /** Paths listed as not recorded, each with a reason in the manifest. */
  skipped: number
  /** Large busy files that stand in it as they were a little earlier; absent: none. */
  postponed?: number
  /** False when something that should have been recorded could not be. */
  complete: boolean
  /** Whose change it is, when that is known: the session, the call by its `callKey`, its first event. */
  session?: string
  call?: string
  event?: string
  evidence?: string
}
