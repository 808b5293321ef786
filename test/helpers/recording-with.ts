import type { Recording, TakeSnapshot } from '../../src/record/restore/safety.ts'

/** Has snapshots taken so, with nobody else looking at the root. */
export function recordingWith(takeSnapshot: TakeSnapshot): Recording {
  return { takeSnapshot, standStill: async () => {} }
}
