/** Joins what belongs together: the call of a tool, its end, and its output are one step. */
import { type Event, endsCalls } from '../../model/event.ts'

export interface JoinedStep {
  /** What began it, or all there is of it. */
  event: Event
  /** How the call ended, when that was told. */
  end?: Event
  /** What the call wrote, and further files it named. */
  more: Event[]
}

/** A call that has not ended by then is taken for one whose end is not known. */
const OPEN_STEPS_MAX = 1_000

/** Yields the steps in the order in which they began; only few are held at a time. */
export async function* joinSteps(events: AsyncIterable<Event>): AsyncGenerator<JoinedStep> {
  const joiner = new Joiner()
  for await (const event of events) {
    joiner.add(event)
    yield* joiner.take(OPEN_STEPS_MAX)
  }
  yield* joiner.take(0)
}

class Joiner {
  readonly #waiting: JoinedStep[] = []
  /** Calls that have begun and not ended, by their key; several where calls have no id. */
  readonly #open = new Map<string, JoinedStep[]>()
  /** The call whose beginning or end came last: its output, and its further files, follow. */
  #latest: (Pick<Event, 'phase' | 'tool'> & { key: string; step: JoinedStep }) | undefined

  add(event: Event): void {
    const key = callKey(event)
    const latest = this.#latest
    if (endsCalls(event)) this.#forgetUnnamed()
    const isSameCall = key !== undefined && latest?.key === key && event.call_id !== undefined
    const isItsOutput = isOutput(event) && latest?.tool === event.tool
    if (latest && latest.phase === event.phase && (isSameCall || isItsOutput)) {
      latest.step.more.push(event)
      return
    }
    const begun = event.phase === 'after' && key !== undefined ? this.#close(key) : undefined
    const step = begun ?? { event, more: [] }
    if (begun) begun.end = event
    else this.#waiting.push(step)
    if (key !== undefined && event.phase === 'before') {
      this.#open.set(key, [...(this.#open.get(key) ?? []), step])
    }
    const { phase, tool } = event
    this.#latest =
      key === undefined ? undefined : { key, step, ...(phase && { phase }), ...(tool && { tool }) }
  }

  /** Yields what is whole, and so much more that at most `openMax` wait. */
  *take(openMax: number): Generator<JoinedStep> {
    const isOpen = (step: JoinedStep) =>
      openMax > 0 &&
      (step === this.#latest?.step || (step.event.phase === 'before' && step.end === undefined))
    while (this.#waiting.length > openMax || (this.#waiting[0] && !isOpen(this.#waiting[0]))) {
      yield this.#waiting.shift()!
    }
  }

  /** What looks the same later is not the end of these. */
  #forgetUnnamed(): void {
    for (const key of this.#open.keys()) if (!isNamed(key)) this.#open.delete(key)
  }

  #close(key: string): JoinedStep | undefined {
    const begun = this.#open.get(key)
    // Where the ids begin anew, one that has not ended is of an answer before.
    const step = isNamed(key) ? begun?.pop() : begun?.shift()
    if (begun?.length === 0) this.#open.delete(key)
    return step
  }
}

/** Returns all events of a step: what began it, how it ended, and what came between. */
export function eventsOf({ event, end, more }: JoinedStep): Event[] {
  return [event, ...(end ? [end] : []), ...more]
}

/** Returns the ids of the rules that reported something of a step. */
export function findingsOf(step: JoinedStep): string[] {
  return [...new Set(eventsOf(step).flatMap((one) => one.findings ?? []))]
}

/** Whether the call failed, as its agent has it or by its exit code. */
export function hasFailed({ event, end = event }: JoinedStep): boolean {
  return end.failed === true || (end.exit_code ?? 0) !== 0
}

/** Whether the call was not allowed to run. */
export function wasRefused({ event, end = event }: JoinedStep): boolean {
  return end.phase === 'after' && end.permission === 'refused'
}

/** Whether nobody has said how the call ended: it may have been refused, or cut off, or run still. */
export function isUnended({ event, end }: JoinedStep): boolean {
  return event.phase === 'before' && end === undefined
}

/** Hooks of some agents give a call no id: then tool and words tell it. */
function callKey(event: Event): string | undefined {
  const { phase, call_id: id, tool, summary } = event
  if (phase === undefined) return undefined
  return id === undefined ? `tool ${tool} ${summary}` : `id ${id}`
}

function isNamed(key: string): boolean {
  return key.startsWith('id ')
}

function isOutput({ event_type: type }: Event): boolean {
  return type === 'SHELL_STDOUT' || type === 'SHELL_STDERR'
}
