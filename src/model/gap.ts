/** Why a stretch of time was not recorded, or not fully. */
export const GAP_REASONS = {
  downtime: 'nothing was watching',
  overflow: 'more changes at once than the system reports',
  'watch-limit': 'the limit of watched folders was reached; polling instead',
  'missed-events': 'changes that no event had announced',
  'root-missing': 'the folder was not there',
  'clock-step': 'the system clock was set back',
  'write-failed': 'the snapshot could not be written',
  damage: 'what was recorded of it was damaged',
} as const

export type GapReason = keyof typeof GAP_REASONS

/** A stretch we know we did not record: states between `from` and `to` may be missing. */
export interface Gap {
  reason: GapReason
  /** Milliseconds since the epoch. */
  from: number
  to: number
  detail?: string | undefined
  /** It goes on, and `to` is now. */
  isOpen?: true
}

export function isGapReason(text: string): text is GapReason {
  return Object.hasOwn(GAP_REASONS, text)
}
