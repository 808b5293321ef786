import type { ActRecorder, TakeActSnapshot } from '../../src/record/restore/safety.ts'

/** Has snapshots taken so, with nobody else looking at the root. */
export function recordingWith(takeSnapshot: TakeActSnapshot): ActRecorder {
  return { takeSnapshot, standStill: async () => {} }
}
