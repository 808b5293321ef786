/** A running session: its journal, what is known of it, and its way into the sessions repo. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { type Event, endsCalls } from '../../model/event.ts'
import type { Oid } from '../../model/oid.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { EndReason, Session } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import {
  journalAsSegment,
  parseEvent,
  type StoredEvent,
} from '../../store/sessions/journal-line.ts'
import {
  listSegments,
  liveFolder,
  readLiveSession,
  removeLiveFolder,
  segmentFile,
  sessionFile,
} from '../../store/sessions/live-folder.ts'
import { SessionJournal } from '../../store/sessions/session-journal.ts'
import {
  type AddedToSession,
  type SessionsReader,
  type StoredSession,
  storeSession,
} from '../../store/sessions/sessions-repo.ts'
import { makePrivateFolderIn, removeIfThere, syncFolder } from '../../system/files.ts'
import { birthMark } from '../../system/process-identity.ts'
import { DuplicateEvents } from './duplicate-events.ts'
import type { EventPreparer, NewEvent, PreparedEvent } from './prepare-event.ts'
import { RecordedCalls } from './recorded-calls.ts'
import { SessionSaver } from './session-saver.ts'
import { TotalsCounter } from './session-totals.ts'

/** A journal that has grown so far moves into the sessions repo. */
const SEGMENT_BYTES_MAX = 4 << 20
const ROTATE_AGAIN_BYTES = 1 << 20
const LATEST_CALLS_MAX = 100

export class LiveSession {
  readonly #home: Home
  readonly #preparer: EventPreparer
  readonly #counter = new TotalsCounter()
  readonly #calls = new RecordedCalls()
  /** How many events of each spool entry are in the live journal. */
  readonly #intakes = new Map<string, number>()
  readonly #told = new DuplicateEvents()
  /** The payload that was asked about last. */
  #asked: { intake: string | undefined; isTold: boolean[] } | undefined
  /** Copies of transcripts that are to be kept with it. */
  readonly #transcripts = new Map<string, Oid>()
  #latestCalls: StoredEvent[] = []
  #session: Session
  #stored: StoredSession | undefined
  #segment = 1
  #rotateAtBytes = SEGMENT_BYTES_MAX
  #last: Event | undefined
  #caller: number | undefined
  /** How it had ended when it was opened. */
  #endBefore: Pick<Session, 'ended' | 'end_reason'> = {}
  /** Is told each event once it is on disk. */
  onEvent: ((event: Event) => void) | undefined
  #journal: SessionJournal | undefined
  #rotating: Promise<void> | undefined
  readonly #saver: SessionSaver

  private constructor(home: Home, session: Session, preparer: EventPreparer) {
    this.#home = home
    this.#session = session
    this.#preparer = preparer
    this.#saver = new SessionSaver(
      () => sessionFile(this.#folder),
      () => this.session,
    )
  }

  /**
   * Opens a session: a new one, one that ended and goes on, or one that a crash has left.
   * @param session What is known of it when nothing is stored yet.
   */
  static async open(
    home: Home,
    session: Session,
    preparer: EventPreparer,
    reader: SessionsReader,
  ): Promise<LiveSession> {
    const live = new LiveSession(home, session, preparer)
    await live.#load(reader)
    return live
  }

  get session(): Session {
    return { ...this.#session, totals: this.#counter.totals }
  }

  get #folder(): string {
    return liveFolder(this.#home, this.#session.id)
  }

  /** Gives, once, the beginnings and ends of the latest calls that were recorded before it was opened. */
  takeLatestCalls(): StoredEvent[] {
    return this.#latestCalls.splice(0)
  }

  /** Returns the snapshot before the call whose end `event` tells. */
  snapshotBefore(event: NewEvent): string | undefined {
    return this.#calls.beginOf(event)?.snapshot_before
  }

  /** Whether the agent has told of a call, by its `callKey`. */
  knowsCall(key: string): boolean {
    return this.#calls.knows(key)
  }

  /** How many events of a spool entry are recorded already. */
  countOf(intake: string): number {
    return this.#intakes.get(intake) ?? 0
  }

  /** Returns what of a payload was not told before; what a command has put out goes with the command. */
  newsIn(events: readonly NewEvent[]): NewEvent[] {
    const intake = events[0]?.intake
    // What could not be recorded is asked again, and what accounted for it then does so no more.
    if (intake === undefined || this.#asked?.intake !== intake) this.#asked = { intake, isTold: [] }
    const { isTold } = this.#asked
    return events.filter((event, at) => {
      const isOutput = event.event_type === 'SHELL_STDOUT' || event.event_type === 'SHELL_STDERR'
      const summary = () => this.#preparer.redact(event.summary, this.#session.root)
      const ofCall = isOutput ? isTold[at - 1] : undefined
      isTold[at] ??= ofCall ?? this.#told.accountsFor(event, summary)
      return !isTold[at]
    })
  }

  /** Keeps the copy of a transcript, a tree in the sessions repo, from when this is stored the next time. */
  keepTranscript(name: string, tree: Oid): void {
    this.#transcripts.set(name, tree)
  }

  /** Keeps recordings, trees in the sessions repo; durable when this resolves. */
  async keepRecordings(recordings: ReadonlyMap<RecordingId, Oid>): Promise<void> {
    await this.#rotating
    this.#stored = await this.#storeWith({ recordings })
  }

  /** Why the session is over, when its last event says so: a crash came before it was put away. */
  get saidEnd(): EndReason | undefined {
    if (this.#last?.event_type !== 'SESSION_END') return undefined
    return (this.#last.raw as { end_reason?: EndReason } | undefined)?.end_reason ?? 'said'
  }

  /**
   * Notes which process has just spoken. Who speaks twice in a row is no shell that was started to speak once:
   * the session ends with it.
   */
  noteCaller(pid: number): void {
    const isAgent = pid === this.#caller && pid !== this.#session.process?.pid
    this.#caller = pid
    const birth = isAgent ? birthMark(pid) : undefined
    if (birth !== undefined) this.know({ process: { pid, birth } })
  }

  /** Takes up more that is known of it. */
  know(more: Partial<Session>): void {
    this.#session = { ...this.#session, ...more }
    this.#saver.saveSoon()
  }

  /** Records events, and returns them with their places; they are on disk when this resolves. */
  async append(events: readonly NewEvent[]): Promise<Event[]> {
    if (events.length === 0) return []
    await this.#rotating
    if (this.#journal!.sizeBytes >= this.#rotateAtBytes) {
      this.#rotating ??= this.#rotateIfPossible().finally(() => {
        this.#rotating = undefined
      })
      await this.#rotating
    }
    const { id, agent, root } = this.#session
    const prepared = events.map((event) => {
      const judged = this.#withoutKnown(this.#preparer.prepare(event, root))
      // At once: the end of the call may be among them.
      this.#calls.note(judged)
      return { ...judged, session: id, agent }
    })
    const recorded = await this.#journal!.append(prepared)
    for (const event of recorded) {
      this.#note(event)
      this.onEvent?.(event)
    }
    this.#saver.saveSoon()
    return recorded
  }

  /** Writes the last event, and moves all into the sessions repo. */
  async end(reason: EndReason, event: NewEvent): Promise<Session> {
    if (!this.saidEnd) await this.append([event])
    return await this.#store({ ended: this.#last!.time, end_reason: reason })
  }

  /** Moves all into the sessions repo; no event says so, and what ended the session before stays. */
  async putAway(reason: EndReason): Promise<Session> {
    const { last } = this.#session
    const { ended = last, end_reason = reason } = this.#endBefore
    const hasGoneOn = last > ended
    return await this.#store({ ended: hasGoneOn ? last : ended, end_reason })
  }

  async #store(end: Pick<Session, 'ended' | 'end_reason'>): Promise<Session> {
    this.#session = { ...this.#session, ...end }
    this.#saver.stop()
    await this.#journal!.written()
    await this.#storeWith({ segments: this.#lines() })
    removeLiveFolder(this.#home, this.#session.id)
    return this.session
  }

  /** Lets go of the journal; the session goes on when it is opened again. */
  async close(): Promise<void> {
    const isSaved = this.#saver.isSaved
    this.#saver.stop()
    await this.#journal?.written()
    if (!isSaved) this.#saver.saveQuietly()
    this.#saver.stop()
  }

  /** One act is reported once, whoever else tells of it. */
  #withoutKnown(event: PreparedEvent): PreparedEvent {
    const { findings = [], risk_level: _, ...rest } = event
    const known = this.#calls.knownFindings(event)
    if (findings.length === 0 || known.size === 0) return event
    const fresh = this.#preparer.newFindings(findings, known)
    const risk_level = this.#preparer.riskOf(fresh)
    return { ...rest, risk_level, ...(fresh.length > 0 && { findings: fresh }) }
  }

  async #load(reader: SessionsReader): Promise<void> {
    this.#stored = await reader.find(this.#session.id)
    if (this.#stored) {
      const { ended, end_reason, process: _, ...going } = this.#stored.session
      if (ended && end_reason) this.#endBefore = { ended, end_reason }
      // What is said of it in live/ was said later.
      const said = readLiveSession(this.#home, this.#session.id)
      this.#session = { ...this.#session, ...going, ...said }
      for (const [, oid] of [...this.#stored.segments].sort(([a], [b]) => a - b)) {
        // What a spool entry that waits may have said stands at the end.
        this.#intakes.clear()
        for (const line of (await reader.segment(oid)).toString('utf8').split('\n')) {
          const event = parseEvent(line)
          if (event) this.#noteLoaded(event)
        }
      }
    }
    this.#segment = Math.max(0, ...(this.#stored?.segments.keys() ?? [])) + 1
    makePrivateFolderIn(this.#home.path, this.#folder)
    // Those that moved into the repo before a crash could take them away.
    for (const n of listSegments(this.#folder)) {
      if (n < this.#segment) removeIfThere(segmentFile(this.#folder, n))
    }
    if (existsSync(sessionFile(this.#folder))) this.#saver.saveQuietly()
    else this.#saver.save()
    syncFolder(dirname(this.#folder))
    const loaded = this.#openJournal()
    for (const event of loaded) this.#noteLoaded(event)
    // Else it would be told of as empty until something new is said.
    if (loaded.length > 0) this.#saver.saveQuietly()
  }

  #openJournal() {
    const path = segmentFile(this.#folder, this.#segment)
    const { journal, events } = SessionJournal.open(path, this.#counter.totals.events)
    this.#journal = journal
    return events
  }

  #noteLoaded(event: StoredEvent): void {
    this.#note(event)
    if (event.fills !== undefined) return
    if (!event.phase && !event.permission && !endsCalls(event)) return
    this.#latestCalls.push(event)
    if (this.#latestCalls.length > LATEST_CALLS_MAX) this.#latestCalls.shift()
  }

  #note(event: StoredEvent): void {
    this.#counter.add(event, this.#calls.beginOf(event) !== undefined)
    if (event.fills !== undefined) return
    this.#last = event
    this.#calls.note(event)
    this.#told.note(event)
    const { started, last } = this.#session
    if (event.time > last) this.#session = { ...this.#session, last: event.time }
    if (event.time < started) this.#session = { ...this.#session, started: event.time }
    if (event.intake !== undefined) {
      this.#intakes.set(event.intake, this.countOf(event.intake) + 1)
    }
  }

  /** Until the repo takes it the journal goes on growing: no event waits for that. */
  async #rotateIfPossible(): Promise<void> {
    try {
      await this.#rotate()
      this.#rotateAtBytes = SEGMENT_BYTES_MAX
    } catch (error) {
      if (errnoOf(error) === undefined && !(error instanceof FlightrecError)) throw error
      this.#rotateAtBytes = this.#journal!.sizeBytes + ROTATE_AGAIN_BYTES
    }
  }

  /** Moves the journal into the repo and begins the next one. */
  async #rotate(): Promise<void> {
    const full = this.#journal!
    await full.written()
    const path = segmentFile(this.#folder, this.#segment + 1)
    const { journal } = SessionJournal.open(path, this.#counter.totals.events)
    this.#stored = await this.#storeWith({ segments: this.#lines() })
    this.#segment += 1
    this.#journal = journal
    removeIfThere(full.path)
    syncFolder(this.#folder)
  }

  #storeWith(added: Omit<AddedToSession, 'transcripts'>): Promise<StoredSession> {
    const all = { ...added, transcripts: this.#transcripts }
    return storeSession(this.#home, this.session, this.#stored, all)
  }

  #lines(): Map<number, Buffer> {
    const segment = journalAsSegment(readFileSync(this.#journal!.path))
    return new Map(segment.length === 0 ? [] : [[this.#segment, segment]])
  }
}
