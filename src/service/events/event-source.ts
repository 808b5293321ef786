/** Where events come from, whoever tells them: each source gives deliveries, and the intake records them. */
import type { EventDraft } from '../../agents/agent.ts'
import type { SessionId } from '../../model/session.ts'
import type { Arrival } from '../../record/attribution/call.ts'

/** What came at once. It is given again, with the same id, when its taker dies before `done`. */
export interface Delivery {
  /**
   * Never that of another delivery. The events bear it as it is, so it holds nothing told from outside; and of one that
   * is given again as many events are passed over as were recorded, so it must say the same again.
   */
  id: string
  /** When it was whole, in milliseconds since the epoch. */
  time: number
  /** The process that told it, while it is known. */
  callerPid?: number | undefined
  /** The run below which it was told; it may be over. */
  run?: SessionId | undefined
  /** Names the session of drafts that name none; without it they belong to the only one their agent runs there. */
  namelessSession?: string | undefined
  /** Whether its end is missing. */
  isTruncated: boolean
  /** Whether it was given before: what it says may have been recorded already. */
  wasGiven: boolean
  /** Reads what it says; may throw. */
  drafts(): EventDraft[]
  /** Gives its place among the changes of files to `arrival`, now or when it becomes known. */
  place(arrival: Arrival): void
  /** Lets go of it once what it says is on disk. */
  done(): void
  /** Lets it be given again: it could not be read for now. */
  putBack(): void
  /** Puts it aside, since nothing can be made of it. */
  refuse(reason: string): void
}

export interface EventSource {
  /** Calls `wake` whenever something may have come, until `stop`. */
  begin(wake: () => void): void
  /** Gives what has come, oldest first; what is taken is not given again by this source. */
  take(): Iterable<Delivery>
  stop(): void
}
