/**
 * The sessions that run in one home: opens, feeds and ends them. Whoever opens this holds the lock of the
 * home.
 */
import { isInFolder } from '../../model/absolute-path.ts'
import type { FlightrecError } from '../../model/errors.ts'
import type { Event } from '../../model/event.ts'
import type { EndReason, Session, SessionId } from '../../model/session.ts'
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import {
  holdsSession,
  listLiveFolders,
  listSegments,
  liveFolder,
  readLiveSession,
  removeLiveFolder,
} from '../../store/sessions/live-folder.ts'
import {
  prepareSessionsRepo,
  SessionsReader,
  sessionsGitDir,
} from '../../store/sessions/sessions-repo.ts'
import { now } from '../../system/clock.ts'
import { birthMark } from '../../system/process-identity.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { refuseSecondByHand } from './begun-by-hand.ts'
import { EarlyChanges } from './early-changes.ts'
import { joinRun } from './join-run.ts'
import { LiveSession } from './live-session.ts'
import { type NewSession, newSession } from './new-session.ts'
import type { EventPreparer, NewEvent } from './prepare-event.ts'
import { endEvent, type SessionLast, startEvent } from './session-frame.ts'
import { sessionOfEvents } from './session-of-events.ts'
import { whyOver } from './session-over.ts'

interface SessionsOptions {
  home: Home
  preparer: EventPreparer
}

export class Sessions {
  readonly #options: SessionsOptions
  readonly #live = new Map<SessionId, LiveSession>()
  /** Sessions that do not run, open for what is told of them afterwards. */
  readonly #held = new Map<SessionId, LiveSession>()
  /** Sessions that were over and are open since they were told what was known: they do not go on by that. */
  readonly #unasked = new Set<SessionId>()
  readonly #early = new EarlyChanges()
  readonly #listeners = new Map<SessionId, Set<(event: Event) => void>>()
  readonly #reader: SessionsReader
  /** Why none can be recorded: they are of a newer format. They and what waits in the spool stay as they are. */
  readonly refusal: FlightrecError | undefined
  /** Sessions that were running and cannot go on, and why. */
  readonly problems: string[] = []
  /** Is told which session has ended. */
  onEnd: ((id: SessionId) => void) | undefined
  readonly #queue = new WorkQueue()

  private constructor(options: SessionsOptions) {
    this.#options = options
    this.#reader = new SessionsReader(options.home)
    this.refusal = newerFormat(sessionsGitDir(options.home))
  }

  /** Takes up the sessions that were running, whatever ended the process that recorded them. */
  static async open(options: SessionsOptions): Promise<Sessions> {
    const sessions = new Sessions(options)
    const { refusal, problems } = sessions
    if (refusal) problems.push(`sessions are not recorded: ${refusal.message}. ${refusal.hint}`)
    for (const id of refusal ? [] : listLiveFolders(options.home)) {
      try {
        await sessions.#recover(id)
      } catch (error) {
        // It stays as it is; neither the folders nor the other sessions may suffer for it.
        problems.push(`session ${id} cannot go on: ${(error as Error).message}`)
      }
    }
    return sessions
  }

  get preparer(): EventPreparer {
    return this.#options.preparer
  }

  list(): Session[] {
    return [...this.#live.values()].map(({ session }) => session)
  }

  /** Whether a session runs, or is open for what is told of it afterwards. */
  isOpen(id: SessionId): boolean {
    return this.opened(id) !== undefined
  }

  /** Returns a session that is open. */
  opened(id: SessionId): LiveSession | undefined {
    return this.#live.get(id) ?? this.#held.get(id)
  }

  get live(): LiveSession[] {
    return [...this.#live.values()]
  }

  /** Returns the running sessions whose agent works in `root`, or in a folder below it. */
  activeIn(root: string): LiveSession[] {
    return this.live.filter(
      ({ session }) => session.root !== undefined && isInFolder(root, session.root),
    )
  }

  /** Whether the agent of a session lives; undefined when it is not known which process that is. */
  lives(id: SessionId): boolean | undefined {
    const process = this.#live.get(id)?.session.process
    return process && birthMark(process.pid) === process.birth
  }

  /**
   * One that runs already is returned as it is.
   * @throws {FlightrecError} failed, when a session begun by hand runs in this root.
   */
  start(wanted: NewSession & { id: SessionId }, snapshotBefore?: string): Promise<Session> {
    return this.inTurn(async () => {
      const running = this.#live.get(wanted.id)
      if (running) return running.session
      refuseSecondByHand(wanted, this.list())
      const time = new Date(now()).toISOString()
      const live = await this.#goOn(wanted, time)
      await live.append([startEvent(live.session, time, snapshotBefore)])
      joinRun(live, wanted.run, this.#live)
      return live.session
    })
  }

  /**
   * Records what a spool entry says of one session: all of it, once, even when the entry is given again. What
   * has ended goes on, and what is new begins. `callerPid`, when it is known to live, is who said it. Returns
   * the events with their places.
   */
  record(
    wanted: NewSession & { id: SessionId },
    events: readonly NewEvent[],
    callerPid?: number,
  ): Promise<Event[]> {
    return this.inTurn(async () => {
      const running = this.#live.get(wanted.id)
      const live = running ?? (await this.#goOn(wanted, events[0]!.time))
      const fresh = live.newsIn(events).slice(live.countOf(events[0]!.intake ?? ''))
      if (fresh.length > 0) this.#unasked.delete(wanted.id)
      else if (!running) this.#unasked.add(wanted.id)
      const isOpen = live.session.totals.events > 0 && live.saidEnd === undefined
      const first = fresh[0]
      if (first && !isOpen && first.event_type !== 'SESSION_START') {
        await live.append([startEvent(live.session, first.time)])
      }
      const recorded = await live.append(fresh.map((event) => withSnapshotBefore(live, event)))
      await live.append(this.#early.take(wanted.id, (event) => isExpected(live, event)))
      if (callerPid !== undefined) live.noteCaller(callerPid)
      joinRun(live, wanted.run, this.#live)
      return recorded
    })
  }

  /**
   * Records changes that were seen and are put down to a session, be it about to begin; those of a call that it
   * is yet to be told of, after that. To be called in turn.
   */
  async noteSeen(id: SessionId, events: readonly NewEvent[]): Promise<void> {
    const live = this.#live.get(id)
    const isNow = (event: NewEvent) => live !== undefined && isExpected(live, event)
    this.#early.keep(
      id,
      events.filter((event) => !isNow(event)),
    )
    await live?.append(events.filter(isNow))
  }

  /**
   * Adds what is told of a session afterwards, which is nothing that happens in it now: it neither begins nor goes
   * on by that. To be called in turn; returns the session, open until `putAway`.
   */
  async addTo(
    wanted: NewSession & { id: SessionId },
    events: readonly NewEvent[],
  ): Promise<LiveSession> {
    const open = this.#live.get(wanted.id) ?? this.#held.get(wanted.id)
    const time = events[0]?.time ?? new Date(now()).toISOString()
    const live = open ?? (await this.#make(wanted, time))
    if (!open) this.#held.set(wanted.id, live)
    await live.append(events)
    return live
  }

  /** Closes a session that was added to and that does not run, unless more may follow. To be called in turn. */
  async putAway(id: SessionId): Promise<void> {
    if (this.#listeners.has(id)) return
    const held = this.#held.get(id)
    this.#held.delete(id)
    await held?.putAway('imported')
  }

  /** From now on, `listener` is told each event of a session that is recorded, until what is returned is called. */
  follow(id: SessionId, listener: (event: Event) => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set()
    this.#listeners.set(id, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(id)
    }
  }

  /** Puts the sessions away that have said that they are over, and those that were and have heard nothing new. */
  closeEnded(ids: Iterable<SessionId>): Promise<void> {
    return this.inTurn(async () => {
      for (const id of ids) {
        await this.#letGo(id)
        const reason = this.#live.get(id)?.saidEnd
        if (reason) await this.#end(id, reason, now())
      }
    })
  }

  /** `exitCode` is that of its command. */
  end(id: SessionId, reason: EndReason, last: SessionLast = {}): Promise<Session | undefined> {
    return this.inTurn(() => this.#end(id, reason, now(), last))
  }

  /** Ends the sessions that are over, be it that nobody has said so. */
  tidy(): Promise<void> {
    return this.inTurn(async () => {
      for (const { session, saidEnd } of this.live) {
        const reason = saidEnd ?? whyOver(session)
        const timeMs = reason === 'idle' ? Date.parse(session.last) : now()
        if (reason) await this.#end(session.id, reason, timeMs)
      }
    })
  }

  /** One after another: what is told first is recorded first. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#queue.add(work)
  }

  /** Lets go of the journals; the sessions go on when this is opened again. */
  async close(): Promise<void> {
    await this.inTurn(async () => {
      for (const id of [...this.#unasked]) await this.#letGo(id)
      for (const live of this.#live.values()) await this.#appendRest(live)
    })
    for (const live of [...this.#live.values(), ...this.#held.values()]) await live.close()
    this.#live.clear()
    this.#held.clear()
    this.#reader.close()
  }

  /** Tells a session of the changes of calls that it was never told of. */
  async #appendRest(live: LiveSession): Promise<void> {
    await live.append(this.#early.take(live.session.id, () => true))
  }

  async #recover(id: SessionId): Promise<void> {
    const { home } = this.#options
    prepareSessionsRepo(home)
    const session = readLiveSession(home, id) ?? (await this.#reader.find(id))?.session
    const folder = liveFolder(home, id)
    if (!holdsSession(folder) || (!session && listSegments(folder).length === 0)) {
      // It died before it had recorded anything, or is about to begin.
      removeLiveFolder(home, id)
      return
    }
    const live = await this.#load(session ?? sessionOfEvents(home, id))
    this.#live.set(id, live)
    if (live.saidEnd) await this.#end(id, live.saidEnd, now())
  }

  async #goOn(wanted: NewSession & { id: SessionId }, time: string): Promise<LiveSession> {
    const live = this.#held.get(wanted.id) ?? (await this.#make(wanted, time))
    this.#held.delete(wanted.id)
    this.#live.set(wanted.id, live)
    return live
  }

  async #letGo(id: SessionId): Promise<void> {
    const live = this.#live.get(id)
    if (!live || !this.#unasked.delete(id)) return
    this.#live.delete(id)
    if (this.#listeners.has(id)) this.#held.set(id, live)
    else await live.putAway('imported')
  }

  async #make(wanted: NewSession & { id: SessionId }, time: string): Promise<LiveSession> {
    prepareSessionsRepo(this.#options.home)
    return await this.#load(newSession(wanted, time, this.preparer))
  }

  async #load(session: Session): Promise<LiveSession> {
    const { home, preparer } = this.#options
    const live = await LiveSession.open(home, session, preparer, this.#reader)
    live.onEvent = (event) => {
      for (const listener of this.#listeners.get(session.id) ?? []) listener(event)
    }
    return live
  }

  async #end(
    id: SessionId,
    reason: EndReason,
    timeMs: number,
    last: SessionLast = {},
  ): Promise<Session | undefined> {
    const live = this.#live.get(id)
    if (!live) return undefined
    const event = endEvent(live.session, reason, timeMs, last)
    await this.#appendRest(live)
    const session = await live.end(reason, event)
    this.#live.delete(id)
    this.onEnd?.(id)
    return session
  }
}

/** Whether a session can be told of a change: it knows the call that made it, or none is known. */
function isExpected(live: LiveSession, { call_id: key }: NewEvent): boolean {
  return key === undefined || live.knowsCall(key)
}

/** The end of a call lies after the same snapshot as its beginning. */
function withSnapshotBefore(live: LiveSession, event: NewEvent): NewEvent {
  const before = live.snapshotBefore(event)
  return before === undefined ? event : { ...event, snapshot_before: before }
}
