/** The snapshots that are put down to the steps of a session, as its own events tell. */
import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'

export interface StepSnapshots {
  /** Id of the last snapshot before the step; absent when the first one is of it. */
  before?: string | undefined
  /** Ids of those put down to it, oldest first. Others may lie between. */
  taken: string[]
}

/** Knows the events of a session that were seen on disk, by the call they are put down to. */
export class StepIndex {
  readonly #seen = new Map<string, StoredEvent[]>()

  constructor(events: readonly StoredEvent[]) {
    for (const event of events) {
      const { source, call_id: key } = event
      if (source !== 'watch' || key === undefined) continue
      const known = this.#seen.get(key)
      if (known) known.push(event)
      else this.#seen.set(key, [event])
    }
  }

  /** Returns what was seen on disk and is put down to the call of an event; such an event itself. */
  seenOf(step: StoredEvent): readonly StoredEvent[] {
    return step.source === 'watch' ? [step] : (this.#seen.get(callKey(step)) ?? [])
  }

  /** Of a change that was seen on disk the snapshot that holds it, of any other event those of its call. */
  snapshotsOf(step: StoredEvent): StepSnapshots {
    const seen = this.seenOf(step)
    const before = seen[0]?.snapshot_before
    const taken = [...new Set(seen.flatMap(({ snapshot_after }) => snapshot_after ?? []))]
    return { taken, before }
  }
}
