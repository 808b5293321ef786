/** Watches the roots of one home, and takes snapshots when asked: what the daemon and a foreground watch do. */
import { isInFolder } from '../../model/absolute-path.ts'
import type { Config } from '../../model/config.ts'
import { FlightrecError, homeLost } from '../../model/errors.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Attributor } from '../../record/attribution/attributor.ts'
import { RootSecrets } from '../../record/secrets/root-secrets.ts'
import { noteGap, noteSnapshot } from '../../record/sessions/note-changes.ts'
import type { Sessions } from '../../record/sessions/sessions.ts'
import type { SnapshotRequest, SnapshotResult } from '../../record/snapshot/snapshot-request.ts'
import type { WatchEvent } from '../../record/watch/watch-contract.ts'
import { WatchRoot } from '../../record/watch/watch-root.ts'
import type { Home } from '../../store/home/home.ts'
import { recordingScope } from '../../store/home/recording-scope.ts'
import { ensureShadowRepo, type ShadowRepo } from '../../store/home/shadow-repos.ts'
import { cutShortWords } from '../../store/timeline/act.ts'
import { now } from '../../system/clock.ts'
import { realPath } from '../../system/real-path.ts'
import { gapLine, type SnapshotLine, snapshotLine, warningLine } from '../json/record-line.ts'
import type { DaemonStatus, Requests, SnapshotReport } from '../requests.ts'
import { JsonLog } from './json-log.ts'
import { LineBroadcast, type Listener } from './line-broadcast.ts'
import { recordOnce } from './record-once.ts'
import { refuseOverlap } from './refuse-overlap.ts'
import { openConfiguredRecorder } from './root-recorder.ts'
import { skippedFiles, withRenames } from './snapshot-facts.ts'

/** What a service records into, and with. */
interface ServiceOptions {
  home: Home
  config: Config
  sessions: Sessions
  attributor: Attributor
  /** Whether the home is there, and still this process's to write to. */
  isHomeHeld(): boolean
}

interface Hosted {
  watch: WatchRoot
  /** How many asked for it; it ends with the last of them. */
  users: number
  started: Promise<SnapshotResult>
  skipped: number
}

export class RecordingService {
  readonly #home: Home
  readonly #config: Config
  readonly #sessions: Sessions
  readonly #attributor: Attributor
  readonly #isHomeHeld: () => boolean
  readonly #hosted = new Map<string, Hosted>()
  readonly #lines: LineBroadcast
  readonly #secrets = new RootSecrets()
  /** Work on shadow repos outside of their watches. */
  #underway: Promise<unknown> = Promise.resolve()

  constructor({ home, config, sessions, attributor, isHomeHeld }: ServiceOptions) {
    this.#home = home
    this.#config = config
    this.#sessions = sessions
    this.#attributor = attributor
    this.#isHomeHeld = isHomeHeld
    const folder = config['output.json_log_dir']
    this.#lines = new LineBroadcast(folder === undefined ? undefined : new JsonLog(folder))
  }

  /** Returns what ends it. */
  listen(listener: Listener): () => void {
    return this.#lines.listen(listener)
  }

  /**
   * Watches a root until `leave` was called as often as this. Returns once its first snapshot is taken.
   * @throws {FlightrecError} when that fails; the watch goes on trying all the same.
   */
  async join(root: string, signal?: AbortSignal): Promise<SnapshotResult> {
    return await (await this.#host(root, signal)).started
  }

  /**
   * As `join`, but returns as soon as the watch has begun. What becomes of its first snapshot, the watch tells.
   * @throws {FlightrecError} bad-root, when it overlaps with another; what keeps its shadow repo from being there.
   */
  async begin(root: string): Promise<void> {
    const { started } = await this.#host(root)
    started.catch(() => {
      // Told by the watch, which goes on trying.
    })
  }

  async #host(root: string, signal?: AbortSignal): Promise<Hosted> {
    const known = this.#hosted.get(root)
    if (known) {
      known.users += 1
      return known
    }
    refuseOverlap(root, this.#hosted.keys())
    await this.#underway
    if (this.#hosted.has(root)) return await this.#host(root, signal)
    const repo = ensureShadowRepo(this.#home, root)
    await this.#attributor.takeUp(repo)
    if (this.#hosted.has(root)) return await this.#host(root, signal)
    const watch = this.#createWatch(repo)
    const hosted: Hosted = { watch, users: 1, started: this.#start(watch, signal), skipped: 0 }
    this.#hosted.set(root, hosted)
    return hosted
  }

  async #start(watch: WatchRoot, signal: AbortSignal | undefined): Promise<SnapshotResult> {
    const { root } = watch.repo
    try {
      const result = await watch.start({
        signal,
        onProgress: (progress) => this.#lines.progress(root, progress),
      })
      const hosted = this.#hosted.get(root)
      if (hosted && !result.isNew) hosted.skipped = result.snapshot.skipped
      return result
    } finally {
      this.#lines.progress(root, undefined)
    }
  }

  async leave(root: string): Promise<void> {
    const hosted = this.#hosted.get(root)
    if (!hosted) return
    hosted.users -= 1
    if (hosted.users === 0) await this.end(root)
  }

  /** Watches a root no more, whoever asked for it. */
  async end(root: string): Promise<void> {
    const hosted = this.#hosted.get(root)
    this.#hosted.delete(root)
    if (hosted) await this.#after(hosted.watch.stop())
  }

  /** Records the state of roots, watched or not; of all that are watched when none is named. */
  async snapshot(
    { roots, trigger, message }: Requests['snapshot']['params'],
    signal?: AbortSignal,
  ): Promise<SnapshotReport[]> {
    const wanted = roots.length > 0 ? roots : [...this.#hosted.keys()]
    const said = message !== undefined && { message }
    const reports: SnapshotReport[] = []
    for (const root of wanted) {
      const hosted = this.#hosted.get(root)
      if (hosted) {
        reports.push(await this.#snapshotHosted(hosted, { trigger, ...said }))
        this.#attributor.noteSnapshot(root, trigger)
        continue
      }
      const request = { trigger, ...said, signal }
      const report = await this.#recordOnce(root, request)
      if (report.line.is_new) this.#lines.tell(report.line)
      reports.push(report)
    }
    return reports
  }

  /** Not to be cut short when who asked goes away: the watch itself needs it. */
  async #snapshotHosted(
    hosted: Hosted,
    { trigger, message }: SnapshotRequest,
  ): Promise<SnapshotReport> {
    const everything = trigger !== 'hook' && trigger !== 'run'
    const said = message !== undefined && { message }
    const result = await hosted.watch.flush({ trigger, ...said, everything })
    return { snapshot: result.snapshot, line: await this.#snapshotLine(hosted, result, true) }
  }

  /**
   * Records at once what has changed in the watched root that holds `folder`. Returns the latest snapshot;
   * undefined when no root does, or it cannot be recorded now, which the watch itself tells.
   */
  async flushAround(folder: string): Promise<Snapshot | undefined> {
    const real = realPath(folder)
    const all = [...this.#hosted.values()]
    const hosted = all.find(({ watch }) => isInFolder(watch.repo.root, real))
    try {
      return (await hosted?.watch.flush({ trigger: 'hook' }))?.snapshot
    } catch (error) {
      if (error instanceof FlightrecError) return undefined
      throw error
    }
  }

  /** Returns once no look at `root` is under way that began before. */
  async standStill(root: string): Promise<void> {
    await this.#underway
    await this.#hosted.get(root)?.watch.standStill()
  }

  /** Holds back everything that would touch the shadow repos of `roots`; returns what lets it go on. */
  async pause(roots: readonly string[]): Promise<() => void> {
    const wanted = roots.length > 0 ? roots : [...this.#hosted.keys()]
    const watches = wanted.flatMap((root) => this.#hosted.get(root)?.watch ?? [])
    let end = () => {}
    const paused = new Promise<void>((resolve) => {
      end = resolve
    })
    const before = this.#underway
    void this.#after(paused)
    await before
    const resumes = await Promise.all(watches.map((watch) => watch.pause()))
    return () => {
      for (const resume of [...resumes, end]) resume()
    }
  }

  /** Does `work` on shadow repos outside of their watches, when nobody holds them back; it is to be short. */
  besides<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#after(this.#underway.then(work))
  }

  status(): DaemonStatus['roots'] {
    return [...this.#hosted.values()].map(({ watch }) => ({
      ...watch.status(),
      root: watch.repo.root,
      repo: watch.repo.name,
    }))
  }

  /** Records what is pending everywhere, and ends. */
  async stop(): Promise<void> {
    const all = [...this.#hosted.values()]
    this.#hosted.clear()
    const stops = await Promise.allSettled(all.map(({ watch }) => watch.stop()))
    await this.#underway
    await this.#lines.told
    for (const stop of stops) if (stop.status === 'rejected') throw stop.reason
  }

  warn(warning: { root?: string; code: string; message: string; hint?: string | undefined }): void {
    const { root, message, hint } = warning
    const redact = (text: string) => this.#secrets.redact(text, root)
    const said = { message: redact(message), hint: hint === undefined ? undefined : redact(hint) }
    this.#lines.tell(warningLine(now(), { ...warning, ...said }))
  }

  /** One after another, since two recorders of one root would get in each other's way. */
  #recordOnce(root: string, request: SnapshotRequest): Promise<SnapshotReport> {
    const report = this.#underway.then(() => {
      if (!this.#isHomeHeld()) throw homeLost()
      const hosted = this.#hosted.get(root)
      return hosted
        ? this.#snapshotHosted(hosted, request)
        : recordOnce(this.#home, this.#config, root, request, this.#sessions)
    })
    void this.#after(report)
    return report
  }

  /** Lets what needs a shadow repo for itself wait for `work` too. */
  #after<Result>(work: Promise<Result>): Promise<Result> {
    this.#underway = Promise.allSettled([this.#underway, work])
    return work
  }

  #createWatch(repo: ShadowRepo): WatchRoot {
    const config = this.#config
    return new WatchRoot({
      repo,
      filter: recordingScope(this.#home, config, repo.root).filter,
      backend: config['watch.backend'],
      debounceMs: config['watch.debounce_ms'],
      intervalMs: config['daemon.interval_seconds'] * 1000,
      isHomeHeld: this.#isHomeHeld,
      openRecorder: (observer) =>
        openConfiguredRecorder(this.#home, config, repo, {
          observer,
          attribute: (changes, look) => this.#attributor.attribute(repo.root, changes, look),
          passing: () => this.#attributor.passingIn(repo.root),
        }),
      onEvent: (event) => this.#onEvent(repo, event),
    })
  }

  #onEvent(repo: ShadowRepo, event: WatchEvent): void {
    const { root } = repo
    if (event.type === 'gap') {
      this.#lines.tell(gapLine(root, event.gap))
      this.#noteInSessions(root, noteGap(this.#sessions, root, event.gap))
    } else if (event.type === 'warning') {
      const { code, message, hint } = event
      this.warn({ root, code, message, hint })
    } else {
      const hosted = this.#hosted.get(root)
      const { result } = event
      if (result.cutShort) {
        const [message, hint] = cutShortWords(result.cutShort)
        this.warn({ root, code: 'incomplete', message, hint })
      }
      this.#lines.tellLater(async () => await this.#snapshotLine(hosted, result, false, repo))
      const findChanges = () => withRenames(repo.gitDir, result)
      const noted = noteSnapshot(this.#sessions, repo, result.snapshot, findChanges)
      this.#noteInSessions(root, noted)
    }
  }

  /** The folder itself is recorded; only the sessions in it lack what failed. */
  #noteInSessions(root: string, noted: Promise<void>): void {
    noted.catch((error: Error) =>
      this.warn({ root, code: 'failed', message: `cannot record in a session: ${error.message}` }),
    )
  }

  /** `isWhole`: also when nothing changed, skipped files are named. */
  async #snapshotLine(
    hosted: Hosted | undefined,
    result: SnapshotResult,
    isWhole: boolean,
    repo = hosted!.watch.repo,
  ): Promise<SnapshotLine> {
    const { skipped } = result.snapshot
    const isNews = isWhole || skipped !== (hosted?.skipped ?? 0)
    if (hosted) hosted.skipped = skipped
    const changes = await withRenames(repo.gitDir, result)
    const named = isNews ? await skippedFiles(repo, result.snapshot) : []
    return snapshotLine(repo, result, changes, named)
  }
}
