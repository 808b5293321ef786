/** Counts what a session holds, event by event. */
import { isUsageAlone } from '../../model/event.ts'
import { NO_EVENTS, type SessionTotals } from '../../model/session.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { actOf } from './event-act.ts'

/** Types that change files; from the watcher they are the truth. */
const CHANGES: readonly string[] = ['FILE_WRITE', 'FILE_DELETE', 'FILE_RENAME', 'FILE_CHMOD']

/** What is said of the session itself is no step of it. */
const FRAME: readonly string[] = ['SESSION_START', 'SESSION_END', 'GAP']

const OUTPUT: readonly string[] = ['SHELL_STDOUT', 'SHELL_STDERR']

export class TotalsCounter {
  readonly #files = new Set<string>()
  /** Calls without an id that have begun and not ended. */
  readonly #open = new Map<string, number>()
  #totals: SessionTotals = NO_EVENTS

  get totals(): SessionTotals {
    return { ...this.#totals, files: this.#files.size }
  }

  /** `isEndOfCall`: its call was counted when it began, and so was that of a change which is put down to one. */
  add(event: StoredEvent, isEndOfCall: boolean): void {
    const { events, steps, anomalies, risks, additions = 0 } = this.#totals
    if (event.fills !== undefined) {
      this.#totals = { ...this.#totals, events: events + 1, additions: additions + 1 }
      return
    }
    const { event_type: type, risk_level: risk, source, paths = [] } = event
    const isOfCall =
      isEndOfCall ||
      this.#isEndWithoutId(event) ||
      (source === 'watch' && event.call_id !== undefined)
    const isNoStep = FRAME.includes(type) || isOfCall || isUsageAlone(event)
    this.#totals = {
      ...this.#totals,
      events: events + 1,
      steps: steps + (isNoStep ? 0 : 1),
      anomalies: anomalies + (risk === 'none' ? 0 : 1),
      risks: risk === 'none' ? risks : { ...risks, [risk]: risks[risk] + 1 },
    }
    if (source === 'watch' && CHANGES.includes(type))
      for (const path of paths) this.#files.add(path)
  }

  /** Where calls have no id, the same tool and words tell which has ended; what one wrote goes with it. */
  #isEndWithoutId(event: StoredEvent): boolean {
    const { phase, call_id: id, event_type: type } = event
    if (phase === undefined || id !== undefined) return false
    const act = actOf({ ...event, phase: 'before' })
    const open = this.#open.get(act) ?? 0
    if (phase === 'before') this.#open.set(act, open + 1)
    else if (open > 0) this.#open.set(act, open - 1)
    return phase === 'after' && (open > 0 || OUTPUT.includes(type))
  }
}
