/** Makes this process the writer of a home: answers on its socket and hosts its recording. */
import type { Config } from '../model/config.ts'
import { showText } from '../model/show.ts'
import { Attributor, manualSessionsIn } from '../record/attribution/attributor.ts'
import { CallBook } from '../record/attribution/call-book.ts'
import type { ImportReport } from '../record/import/import-transcript.ts'
import { type Forgetting, forgetRoot } from '../record/prune/forget-root.ts'
import type { Sessions } from '../record/sessions/sessions.ts'
import { dropRecordings } from '../record/terminal/drop-recordings.ts'
import { replaceRecording } from '../record/terminal/replace-recording.ts'
import { EventIntake } from '../service/events/event-intake.ts'
import { SpoolSource } from '../service/events/spool-source.ts'
import { Maintenance } from '../service/maintenance.ts'
import { Narrating } from '../service/narrating.ts'
import { RecordingService } from '../service/recording/recording-service.ts'
import type { DaemonStatus, Requests } from '../service/requests.ts'
import { HostedRecordings } from '../service/sessions/hosted-recordings.ts'
import { HostedSessions } from '../service/sessions/hosted-sessions.ts'
import { importInto } from '../service/sessions/import-steps.ts'
import { openSessions } from '../service/sessions/session-steps.ts'
import { TurnEnds } from '../service/sessions/turn-ends.ts'
import { setAlwaysRecorded } from '../store/home/always-recorded.ts'
import type { Home } from '../store/home/home.ts'
import { ensureShadowRepo, surveyRepo } from '../store/home/shadow-repos.ts'
import { now } from '../system/clock.ts'
import type { Lock } from '../system/lock.ts'
import { ownCommand } from '../system/process-identity.ts'
import { WorkQueue } from '../system/work-queue.ts'
import { daemonSocketPath } from './client.ts'
import { ConfigWatch } from './config-watch.ts'
import { DaemonServer, type Peer, type RequestHandlers } from './server.ts'

const HOME_CHECK_MS = 1_000

export class Host {
  readonly service: RecordingService
  /** Aborted when a client asks the daemon to stop. */
  readonly stopRequested: AbortSignal
  readonly #stop = new AbortController()
  /** Aborted when the home was removed or moved: there is nothing left to write to. */
  readonly homeLost: AbortSignal
  readonly #lost = new AbortController()
  readonly #homeTimer: NodeJS.Timeout
  readonly #lock: Lock
  readonly #server: DaemonServer
  readonly #started = now()
  readonly #maintenance: Maintenance
  readonly #sessions: HostedSessions
  readonly #recordings: HostedRecordings
  readonly #intake: EventIntake
  readonly #turnEnds: TurnEnds
  readonly #home: Home
  readonly #allSessions: Sessions
  readonly #imports = new WorkQueue()
  readonly #narrating: Narrating
  readonly #configWatch: ConfigWatch

  private constructor(home: Home, config: Config, lock: Lock, sessions: Sessions) {
    this.#home = home
    this.#allSessions = sessions
    this.#lock = lock
    this.stopRequested = this.#stop.signal
    this.homeLost = this.#lost.signal
    const isHomeHeld = () => lock.isHeld()
    this.#homeTimer = setInterval(() => {
      if (!isHomeHeld()) this.#lost.abort()
    }, HOME_CHECK_MS)
    const book = new CallBook()
    book.takeUp(sessions)
    sessions.onEnd = (id) => book.close(id, now())
    const attributor = new Attributor({
      book,
      catchUp: () => this.#intake.catchUp(),
      manualIn: (root) => manualSessionsIn(sessions, root),
      lives: (id) => sessions.lives(id),
    })
    this.service = new RecordingService({ home, config, sessions, attributor, isHomeHeld })
    this.#sessions = new HostedSessions(home, sessions, this.service)
    this.#recordings = new HostedRecordings(home, sessions, config, (message) => {
      this.service.warn({ code: 'incomplete', message })
    })
    const warn = (message: string) => this.service.warn({ code: 'failed', message })
    this.#configWatch = new ConfigWatch(home, (warning) => this.service.warn(warning))
    const isPolled = config['watch.backend'] === 'poll'
    this.#turnEnds = new TurnEnds({ home, sessions, roots: this.service, isPolled, warn })
    this.#intake = new EventIntake({
      sources: [
        new SpoolSource(home, (message) => this.service.warn({ code: 'incomplete', message })),
      ],
      ...{ home, sessions, service: this.service, book, isHomeHeld },
      onRecorded: (id, draft, timeMs) => this.#turnEnds.note(id, draft, timeMs),
    })
    this.#maintenance = new Maintenance({ home, config, warn })
    this.#narrating = new Narrating({ home, config, service: this.service })
    this.service.listen({
      onLine: (line) => line.type === 'snapshot' && this.#narrating.note(line.root),
    })
    const hello = { pid: process.pid, command: ownCommand(), started: this.#started }
    this.#server = new DaemonServer(daemonSocketPath(home), hello, this.#handlers())
  }

  /** `lock` is that of the home; whoever took it releases it after `close`. */
  static async open(home: Home, config: Config, lock: Lock): Promise<Host> {
    const host = new Host(home, config, lock, await openSessions(home))
    await host.#server.listen()
    return host
  }

  /** Whether no folder is watched, and no session runs. */
  get isIdle(): boolean {
    return this.service.status().length === 0 && this.#allSessions.list().length === 0
  }

  status(): DaemonStatus {
    return {
      pid: process.pid,
      command: ownCommand(),
      started: this.#started,
      roots: this.service.status(),
      configProblem: this.#configWatch.problem,
    }
  }

  /**
   * Goes on with the sessions that were running, and takes in what hooks have said meanwhile; to be called once
   * the roots are watched.
   */
  async takeUpSessions(): Promise<void> {
    for (const { root } of this.service.status()) this.#narrating.note(root)
    await this.#sessions.begin()
    this.#recordings.begin()
    this.#intake.begin()
  }

  /**
   * Records what is pending, and gives up the socket.
   * @throws the first error of those that came up; all is closed all the same.
   */
  async close(): Promise<void> {
    clearInterval(this.#homeTimer)
    const parts = [
      this.#configWatch,
      this.#narrating,
      this.#intake,
      this.#turnEnds,
      this.#maintenance,
      this.service,
      this.#recordings,
      this.#sessions,
    ]
    const errors: unknown[] = []
    for (const part of parts) await part.stop().catch((error: unknown) => errors.push(error))
    await this.#server.close(this.#lock.isHeld()).catch((error: unknown) => errors.push(error))
    if (errors.length > 0) throw errors[0]
  }

  #handlers(): RequestHandlers {
    return {
      snapshot: (request, peer) => this.#snapshot(request, peer),
      watch: ({ roots }, peer) => this.#watch(roots, peer),
      record: (wanted) => this.#record(wanted),
      forget: (wanted) => this.#forget(wanted),
      pause: async ({ roots }, peer) => {
        const resume = await this.service.pause(roots)
        if (peer.signal.aborted) resume()
        else peer.signal.addEventListener('abort', resume)
        return null
      },
      'stand-still': async ({ root }) => {
        await this.service.standStill(root)
        return null
      },
      'session-start': (wanted) => this.#sessions.start(wanted),
      'session-stop': (wanted) => this.#sessions.end(wanted),
      import: ({ path }, peer) => this.#import(path, peer),
      'session-drop': ({ ids }) => this.#sessions.drop(ids),
      'recording-drop': ({ ids }) => dropRecordings(this.#home, this.#allSessions, ids),
      'recording-replace': (wanted) => replaceRecording(this.#home, this.#allSessions, wanted),
      status: async () => this.status(),
      stop: async () => {
        setImmediate(() => this.#stop.abort())
        return null
      },
    }
  }

  async #snapshot(request: Requests['snapshot']['params'], peer: Peer) {
    return await this.service.snapshot(request, peer.signal)
  }

  /** One after another: two at once could both find the same event missing. */
  #import(path: string, peer: Peer): Promise<ImportReport> {
    return this.#imports.add(() =>
      importInto(this.#home, this.#allSessions, path, {
        signal: peer.signal,
        onProgress: (progress) => peer.send({ type: 'import-progress', progress }),
        roots: this.service,
      }),
    )
  }

  async #record({ roots, always }: Requests['record']['params']): Promise<null> {
    for (const root of roots) {
      if (this.#isWatched(root)) continue
      await this.service.begin(root)
      this.#narrating.note(root)
    }
    for (const root of always) {
      setAlwaysRecorded(ensureShadowRepo(this.#home, root).gitDir, true)
    }
    return null
  }

  #isWatched(root: string): boolean {
    return this.service.status().some((watched) => watched.root === root)
  }

  async #forget(wanted: Forgetting): Promise<null> {
    const { root } = surveyRepo(this.#home, wanted.name)
    const wasWatched = this.#isWatched(root)
    await this.service.end(root)
    await this.service.besides(() => forgetRoot(this.#home, wanted))
    const message = `${showText(root)} is recorded no more, as it was asked for`
    if (wasWatched) this.service.warn({ code: 'failed', message })
    return null
  }

  async #watch(roots: readonly string[], peer: Peer): Promise<DaemonStatus> {
    for (const root of roots) {
      // Who has gone hears no more, and nobody would leave what is joined for them now.
      if (peer.signal.aborted) break
      const end = this.service.listen({
        root,
        onLine: (line) => peer.send({ type: 'line', line }),
        onProgress: (of, progress) =>
          progress && peer.send({ type: 'progress', root: of, progress }),
      })
      peer.signal.addEventListener('abort', () => {
        end()
        void this.service.leave(root)
      })
      await this.service.join(root)
      this.#narrating.note(root)
    }
    return this.status()
  }
}
