/** Who made a change, as far as evidence goes. Never a guess: where two could have, nobody is named. */
import { type Attribution, NOBODY } from '../../model/attribution.ts'
import type { SessionId } from '../../model/session.ts'
import type { Leaves } from '../../rules/changed-paths.ts'
import type { Call, Trust } from './call.ts'
import type { NoticeOrder } from './noticed.ts'

/** A change of one path, and when it was made. */
export interface ChangeMoment {
  /** Absolute. */
  path: string
  /** Whether it is there afterwards. */
  outcome: Leaves
  /**
   * Milliseconds since the epoch: when the last of it was done, and the first, which may not be known. Absent when
   * not even the last is known.
   */
  time?: { from?: number | undefined; at: number }
  /** The places of its notices among those of the file system. */
  order?: NoticeOrder | undefined
}

/**
 * A session begun by hand: whatever changes until its end is put down to it, unless another could have made it.
 * It began with a look at the root, so what is found after its start was made after its start.
 */
export interface ManualSession {
  session: SessionId
  agent: string
}

export interface TrustedCall {
  call: Call
  trust: Trust
}

interface Circumstances {
  /** The calls within which the last of the change lies. */
  calls: readonly TrustedCall[]
  manual: readonly ManualSession[]
  /** Somebody who is not recorded was seen to change files here not long before or after. */
  isStrangerNear: boolean
}

/** Returns to whom a change is put down, and why. */
export function attribute(change: ChangeMoment, around: Circumstances): Attribution {
  const from = change.time?.from
  // Who names the path needs no more; for a window alone, all of it must lie within.
  const within = around.calls.filter(
    ({ call }) => (from === undefined || call.start <= from) && !isNoticedOutside(change, call),
  )
  const naming = within.filter(({ call }) => call.reach.names(change.path, change.outcome))
  if (naming.some(({ trust }) => trust !== 'lost')) {
    return oneOf(naming, 'declared', ({ trust }) => trust !== 'lost')
  }
  const open = within.filter(({ call }) => call.reach.isOpen && from !== undefined)
  const [manual] = around.manual
  if (!manual) {
    if (!open.some(({ trust }) => trust === 'sure')) return NOBODY
    // What a lost call names may be its doing as well.
    const all = [...open, ...naming]
    if (around.isStrangerNear) return { evidence: 'contended' }
    return oneOf(all, 'window', ({ trust }) => trust === 'sure')
  }
  const isAlone =
    around.manual.length === 1 && open.every(({ call }) => call.session === manual.session)
  return isAlone ? { evidence: 'window', by: manual } : { evidence: 'contended' }
}

/**
 * Times of notices tell when they were read, and those of files go by ticks of some milliseconds; their order
 * tells what came first.
 */
function isNoticedOutside({ order }: ChangeMoment, { begun, ended }: Call): boolean {
  if (!order) return false
  return order.first < (begun?.order ?? 0) || order.last > (ended?.order ?? Infinity)
}

/** Several calls of one session still name that session; those that are not believed only stand in the way. */
function oneOf(
  calls: readonly TrustedCall[],
  evidence: 'declared' | 'window',
  isBelieved: (call: TrustedCall) => boolean,
): Attribution {
  const [first, ...others] = calls.filter(isBelieved).map(({ call }) => call)
  const { session, agent, mark } = first!
  if (calls.some(({ call }) => call.session !== session)) return { evidence: 'contended' }
  const isOneCall = others.every((call) => call.mark.key === mark.key)
  return { evidence, by: { session, agent, ...(isOneCall && { call: mark }) } }
}
