/** What hooks have dropped in the spool, as deliveries. */
import { eventsOfHook } from '../../agents/catalogue.ts'
import { redactPayload } from '../../record/secrets/redact-payload.ts'
import type { Home } from '../../store/home/home.ts'
import { countSpool, prepareSpool } from '../../store/spool/spool.ts'
import { type SpoolEntry, SpoolTaker } from '../../store/spool/take-spool.ts'
import { now } from '../../system/clock.ts'
import { onFolderChange } from '../../system/folder-changes.ts'
import type { Delivery, EventSource } from './event-source.ts'
import { SpoolOrder } from './spool-order.ts'

const KILLED_LOOK_MS = 5_000

export class SpoolSource implements EventSource {
  readonly #home: Home
  readonly #warn: (message: string) => void
  readonly #order = new SpoolOrder()
  /** The agents whose hooks were killed, so that it is said once of each. */
  readonly #killers = new Set<string>()
  #taker: SpoolTaker | undefined
  #timer: NodeJS.Timeout | undefined
  #end = () => {}

  constructor(home: Home, warn: (message: string) => void) {
    this.#home = home
    this.#warn = warn
  }

  begin(wake: () => void): void {
    this.#end = onFolderChange(prepareSpool(this.#home).new, (name) => {
      if (name !== undefined) this.#order.hear(name, now())
      wake()
    })
    // A hook that is killed says nothing.
    this.#timer = setInterval(() => {
      if (countSpool(this.#home).unfinished) wake()
    }, KILLED_LOOK_MS).unref()
  }

  *take(): Generator<Delivery> {
    this.#taker ??= new SpoolTaker(this.#home, redactPayload)
    for (const entry of this.#taker.take()) yield this.#deliver(entry)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#end()
  }

  #deliver(entry: SpoolEntry): Delivery {
    const { id, name, agent, run, time, callerPid, payloads, isTruncated, wasTaken, wasKilled } =
      entry
    if (wasKilled) this.#tellKilled(agent)
    // A program of the user's own may have no names for its sessions: it has one for each process and day.
    const day = new Date(time).toISOString().slice(0, 10)
    const namelessSession = agent === 'generic' ? `process ${callerPid} on ${day}` : undefined
    return {
      ...{ id, time, callerPid, run, namelessSession, isTruncated },
      wasGiven: wasTaken,
      drafts: () => payloads.flatMap((payload) => eventsOfHook(payload, agent)),
      place: (arrival) => this.#order.place(name, arrival),
      done: () => entry.done(),
      putBack: () => entry.putBack(),
      refuse: (reason) => entry.refuse(reason),
    }
  }

  #tellKilled(agent: string): void {
    if (this.#killers.has(agent)) return
    this.#killers.add(agent)
    const next = 'run `flightrec hooks status` to see whether its timeout is too short'
    this.#warn(`a hook of ${agent} was killed before it had finished; ${next}`)
  }
}
