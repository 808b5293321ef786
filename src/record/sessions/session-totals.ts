/** Counts what a session holds, event by event. */
import type { Event } from '../../model/event.ts'
import { NO_EVENTS, type SessionTotals } from '../../model/session.ts'

/** Types that change files; from the watcher they are the truth. */
const CHANGES: readonly string[] = ['FILE_WRITE', 'FILE_DELETE', 'FILE_RENAME', 'FILE_CHMOD']

/** What is said of the session itself is no step of it. */
const FRAME: readonly string[] = ['SESSION_START', 'SESSION_END', 'GAP']

export class TotalsCounter {
  readonly #files = new Set<string>()
  #totals: SessionTotals = NO_EVENTS

  get totals(): SessionTotals {
    return { ...this.#totals, files: this.#files.size }
  }

  /** `isEndOfCall`: its call was counted when it began, and so was that of a change which is put down to one. */
  add(event: Event, isEndOfCall: boolean): void {
    const { event_type: type, risk_level: risk, source, paths = [] } = event
    const { events, steps, anomalies, risks } = this.#totals
    const isFrame = FRAME.includes(type)
    const isOfCall = isEndOfCall || (source === 'watch' && event.call_id !== undefined)
    this.#totals = {
      events: events + 1,
      steps: steps + (isFrame || isOfCall ? 0 : 1),
      files: 0,
      anomalies: anomalies + (risk === 'none' ? 0 : 1),
      risks: risk === 'none' ? risks : { ...risks, [risk]: risks[risk] + 1 },
    }
    if (source === 'watch' && CHANGES.includes(type))
      for (const path of paths) this.#files.add(path)
  }
}
