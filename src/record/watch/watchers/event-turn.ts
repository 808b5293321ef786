/**
 * Counts inotify events by turn of the event loop. libuv reads the kernel's queue until it is empty within
 * one turn, and drops the kernel's notice that the queue was full. But a queue that was full holds
 * `max_queued_events`, so a turn with fewer events lost none. All watches of a process share one queue.
 */
import { readTextIfThere } from '../../../system/files.ts'

const QUEUE = '/proc/sys/fs/inotify/max_queued_events'

type TurnListener = (isOverflow: boolean) => void

export class EventTurn {
  readonly #queuedEventsMax: number
  readonly #listeners = new Set<TurnListener>()
  #events = 0
  #isOpen = false

  constructor(queuedEventsMax: number) {
    this.#queuedEventsMax = queuedEventsMax
  }

  /** Calls `listener` at the end of every turn that had events; returns what ends that. */
  onEnd(listener: TurnListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Counts an event; also to be called for what takes room in the queue but is never reported. */
  count(): void {
    this.#events += 1
    if (this.#isOpen) return
    this.#isOpen = true
    setImmediate(() => this.#end())
  }

  #end(): void {
    const isOverflow = this.#events >= this.#queuedEventsMax
    this.#events = 0
    this.#isOpen = false
    for (const listener of [...this.#listeners]) listener(isOverflow)
  }
}

let shared: EventTurn | undefined

/** The one queue of this process; its length was fixed by the kernel when the first watch was made. */
export function inotifyTurn(): EventTurn {
  shared ??= new EventTurn(Number(readTextIfThere(QUEUE) ?? 16_384))
  return shared
}
