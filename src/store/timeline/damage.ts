/** What can be wrong with a repo, as `verify` reports it and `doctor` finds it. */
import type { Oid } from '../../model/oid.ts'

const DAMAGE_KINDS = {
  format: 'a newer flightrec has written it, so it is not checked',
  object: 'an object is damaged or missing',
  pack: 'a pack or its index is damaged',
  graph: 'the commit graph is damaged; git makes it anew',
  chain: 'the timeline is not as flightrec writes it',
  ref: 'a ref is damaged',
  reflog: 'a reflog does not fit its ref',
  shallow: 'the boundary of the cut history is damaged',
  gaps: 'the list of gaps cannot be read',
  meta: 'modes, owners or lists of skipped files cannot be read',
  pinned: 'a file of fixed content was altered',
  alien: 'a file that makes git read other history or settings',
  permissions: 'others may read or write the record',
  index: 'the index is damaged; it is only a cache and is made anew',
  session: 'what is recorded of a session cannot be read whole',
  recording: 'what a terminal showed cannot be read whole',
  journal: 'the journal of a running session is damaged',
  fsck: 'git fsck found a fault',
} as const

type DamageKind = keyof typeof DAMAGE_KINDS

export interface Damage {
  kind: DamageKind
  /** The object, file or ref, for people: a file relative to the git dir, or an object name. */
  subject: string
  /** What is wrong with it, without a full stop. */
  problem: string
  /** Set when the damage is to one object. */
  oid?: Oid | undefined
  /** Whether nothing recorded is lost by it, and `doctor --fix` puts it right. */
  mendable: boolean
}

/** What a check of a store found. */
export interface CheckFindings {
  damages: Damage[]
  /** Odd, but no damage. */
  notes: string[]
}
