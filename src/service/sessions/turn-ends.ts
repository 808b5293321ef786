/**
 * Where a turn or a session of an agent ends, its transcript is read: it tells what no hook does, such as how commands
 * ended, tokens, the model and the last words. Beside the recording, never before it.
 */
import type { EventDraft } from '../../agents/agent.ts'
import { dropOldest } from '../../model/drop-oldest.ts'
import type { SessionId } from '../../model/session.ts'
import { FollowedTranscript } from '../../record/import/followed-transcript.ts'
import { recordingTarget } from '../../record/import/import-target.ts'
import { transcriptPlace } from '../../record/import/transcript-places.ts'
import type { Sessions } from '../../record/sessions/sessions.ts'
import type { Home } from '../../store/home/home.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { putDownLater, type RecordedRoots } from './put-down-later.ts'

/** An agent may write its transcript a little after its hooks have run. */
const LOOKS_AFTER_MS = [300, 1_500, 5_000]
/** What is told as having happened by then is of this turn. */
const SLACK_MS = 1_000
const FOLLOWED_MAX = 16
const REFUSED_MAX = 100

interface TurnEndsOptions {
  home: Home
  sessions: Sessions
  roots: RecordedRoots
  isPolled: boolean
  warn(message: string): void
  looksAfterMs?: readonly number[]
}

interface Followed {
  path: string
  /** Whether the agent itself says that it is there. */
  isNamed: boolean
  transcript: FollowedTranscript
  untilMs: number
  isLast: boolean
  looks: NodeJS.Timeout[]
}

export class TurnEnds {
  readonly #options: TurnEndsOptions
  readonly #reader: SessionsReader
  readonly #followed = new Map<SessionId, Followed>()
  /** Transcripts that were refused, so that it is said once. */
  readonly #refused = new Map<string, true>()
  readonly #stopped = new AbortController()
  readonly #queue = new WorkQueue()

  constructor(options: TurnEndsOptions) {
    this.#options = options
    this.#reader = new SessionsReader(options.home)
  }

  /** Notes that a turn of this session, or the session, has ended, as a draft of its hook says. */
  note(id: SessionId, told: EventDraft, timeMs: number): void {
    const end = told.transcript
    if (!end || this.#stopped.signal.aborted) return
    const path = this.#followed.get(id)?.path ?? transcriptPlace(told, timeMs)
    if (path === undefined || this.#refused.has(path)) return
    const followed = this.#followed.get(id) ?? this.#follow(id, path, told)
    followed.untilMs = end.isLast ? Infinity : timeMs + SLACK_MS
    followed.isLast = end.isLast
    for (const look of followed.looks) clearTimeout(look)
    const afterMs = this.#options.looksAfterMs ?? LOOKS_AFTER_MS
    followed.looks = afterMs.map((ms, n) =>
      setTimeout(() => this.#look(id, n === afterMs.length - 1), ms).unref(),
    )
  }

  /** Reads what is due, and lets go of all. */
  async stop(): Promise<void> {
    for (const [id, { looks }] of this.#followed) {
      for (const look of looks) clearTimeout(look)
      if (looks.length > 0) this.#look(id, true)
    }
    await this.#queue.done
    this.#stopped.abort()
    for (const id of [...this.#followed.keys()]) await this.#letGo(id)
    this.#reader.close()
  }

  #follow(id: SessionId, path: string, told: EventDraft): Followed {
    const { home, sessions, roots, isPolled } = this.#options
    const ports = { home, reader: this.#reader, roots, isPolled, signal: this.#stopped.signal }
    const target = recordingTarget(home, this.#reader, sessions, (wanted, sure) =>
      putDownLater(wanted, sure, ports),
    )
    const { preparer } = sessions
    const transcript = new FollowedTranscript({ path, id, told, preparer, target })
    const isNamed = told.transcript?.path !== undefined
    const followed: Followed = { path, isNamed, transcript, untilMs: 0, isLast: false, looks: [] }
    this.#followed.set(id, followed)
    const [oldest] = this.#followed.keys()
    if (this.#followed.size > FOLLOWED_MAX && oldest !== undefined)
      this.#soon(() => this.#letGo(oldest))
    return followed
  }

  #look(id: SessionId, isFinal: boolean): void {
    this.#soon(async () => {
      const followed = this.#followed.get(id)
      if (!followed) return
      if (isFinal) followed.looks = []
      const { transcript, untilMs } = followed
      try {
        const isThere = await transcript.read(untilMs, this.#stopped.signal)
        // It may yet be written.
        if (!isThere && isFinal && followed.isNamed) throw transcript.refusal('it is not there')
      } catch (error) {
        await this.#refuse(id, followed, error as Error)
        return
      }
      if (isFinal && followed.isLast) await this.#letGo(id)
    })
  }

  async #refuse(id: SessionId, { path }: Followed, error: Error): Promise<void> {
    this.#refused.set(path, true)
    dropOldest(this.#refused, REFUSED_MAX)
    this.#options.warn(error.message)
    await this.#letGo(id)
  }

  async #letGo(id: SessionId): Promise<void> {
    const followed = this.#followed.get(id)
    this.#followed.delete(id)
    for (const look of followed?.looks ?? []) clearTimeout(look)
    try {
      await followed?.transcript.end()
    } catch (error) {
      this.#options.warn(`a session cannot be put away: ${(error as Error).message}`)
    }
  }

  /** One after another. */
  #soon(work: () => Promise<void>): void {
    this.#queue.add(work).catch((error: Error) => this.#options.warn(error.message))
  }
}
