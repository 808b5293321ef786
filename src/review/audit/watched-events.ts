/** What a session itself holds of the changes that were seen: it stays when `flightrec gc` drops old snapshots. */
import type { ChangeType } from '../../model/change.ts'
import type { Event } from '../../model/event.ts'
import type { Session } from '../../model/session.ts'
import type { SeenChange, SeenRoot } from './seen-changes.ts'

const CHANGES: Partial<Record<Event['event_type'], ChangeType>> = {
  FILE_WRITE: 'modified',
  FILE_DELETE: 'removed',
  FILE_RENAME: 'renamed',
  FILE_CHMOD: 'mode',
}

export class WatchedEvents {
  /** Folders in which changes were seen. */
  readonly roots = new Set<string>()
  readonly #changes: SeenChange[] = []

  /** Passes events on. */
  async *noting(
    { id: session }: Session,
    events: AsyncIterable<Event>,
    signal: AbortSignal,
  ): AsyncGenerator<Event> {
    for await (const event of events) {
      signal.throwIfAborted()
      if (event.source === 'watch') this.#note(session, event)
      yield event
    }
  }

  /** Returns the changes whose snapshots are not among those of `roots`. */
  beside(roots: readonly SeenRoot[]): SeenChange[] {
    const kept = new Set(roots.flatMap(({ snapshots }) => [...snapshots]))
    return this.#changes.filter(({ snapshot }) => !kept.has(snapshot))
  }

  #note(session: string, event: Event): void {
    const {
      event_type: type,
      paths = [],
      cwd,
      time,
      snapshot_after: snapshot,
      summary,
      call_id: call,
    } = event
    const change = type === 'FILE_WRITE' && summary.startsWith('create ') ? 'added' : CHANGES[type]
    if (!change || snapshot === undefined) return
    if (cwd !== undefined) this.roots.add(cwd)
    for (const path of change === 'renamed' ? paths.slice(-1) : paths) {
      this.#changes.push({
        path,
        change,
        ...(change === 'renamed' && paths.length > 1 && { from: paths[0]! }),
        timeMs: Date.parse(time),
        snapshot,
        session,
        call,
      })
    }
  }
}
