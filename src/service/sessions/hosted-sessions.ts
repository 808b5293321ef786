/** The sessions of a home while a process records: their roots are watched, and what is over is ended. */
import type { Session, SessionId } from '../../model/session.ts'
import type { Sessions } from '../../record/sessions/sessions.ts'
import type { Home } from '../../store/home/home.ts'
import type { RecordingService } from '../recording/recording-service.ts'
import type { SessionStart, SessionStop } from '../requests.ts'
import { dropEnded, startSession, stopSession } from './session-steps.ts'

const TIDY_INTERVAL_MS = 10_000

export class HostedSessions {
  readonly #home: Home
  readonly #sessions: Sessions
  readonly #service: RecordingService
  /** Roots that are watched for the sake of a session. */
  readonly #watched = new Map<SessionId, string>()
  #timer: NodeJS.Timeout | undefined

  constructor(home: Home, sessions: Sessions, service: RecordingService) {
    this.#home = home
    this.#sessions = sessions
    this.#service = service
  }

  /** Takes up what was running before. */
  async begin(): Promise<void> {
    for (const message of this.#sessions.problems) this.#service.warn({ code: 'failed', message })
    await this.#tidy()
    for (const session of this.#sessions.list()) if (session.manual) this.#watch(session)
    this.#timer = setInterval(() => void this.#tidy(), TIDY_INTERVAL_MS)
  }

  async start(wanted: SessionStart): Promise<Session> {
    const session = await startSession(this.#sessions, this.#snapshot, wanted)
    this.#watch(session)
    return session
  }

  async end(wanted: SessionStop): Promise<Session> {
    const session = await stopSession(this.#sessions, this.#snapshot, wanted)
    await this.#unwatchEnded()
    return session
  }

  drop(ids: readonly SessionId[]): Promise<SessionId[]> {
    return dropEnded(this.#home, this.#sessions, ids)
  }

  /** Puts the journals away; the sessions go on when a process records again. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#sessions.close()
  }

  readonly #snapshot: RecordingService['snapshot'] = (request) => this.#service.snapshot(request)

  /** A root that cannot be watched has its snapshots at the start and the end all the same. */
  #watch({ id, root }: Session): void {
    if (root === undefined) return
    this.#watched.set(id, root)
    this.#service.join(root).catch((error: Error) => {
      this.#watched.delete(id)
      const message = `session ${id} has only a first and a last snapshot: ${error.message}`
      this.#service.warn({ root, code: 'failed', message })
    })
  }

  async #tidy(): Promise<void> {
    try {
      await this.#sessions.tidy()
      await this.#unwatchEnded()
    } catch (error) {
      const message = `cannot end a session: ${(error as Error).message}`
      this.#service.warn({ code: 'failed', message })
    }
  }

  async #unwatchEnded(): Promise<void> {
    const running = new Set(this.#sessions.list().map(({ id }) => id))
    for (const [id, root] of this.#watched) {
      if (running.has(id)) continue
      this.#watched.delete(id)
      await this.#service.leave(root)
    }
  }
}
