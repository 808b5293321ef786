/**
 * Watches one root: gathers what watchers report, lets the recorder write it, looks at everything now and
 * then, and records as gaps what it could not see. It survives every failure and says so.
 */

import { homeLost } from '../../model/errors.ts'
import type { Gap } from '../../model/gap.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import type { Trigger } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { WatchSigns, watchedUntil } from '../../store/timeline/watch-state.ts'
import { monotonicNow, now } from '../../system/clock.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { joinNoticed, type OrderOf } from '../attribution/noticed.ts'
import type { Recorder } from '../snapshot/recorder.ts'
import type { SnapshotResult } from '../snapshot/snapshot-request.ts'
import { ActWatch } from './act-watch.ts'
import { ClockWatch } from './clock-watch.ts'
import { DirtyPaths } from './dirty-paths.ts'
import { FlushPace } from './flush-pace.ts'
import { MOUNT_CHECK_MS, MountWatch } from './mount-watch.ts'
import { OpenGaps } from './open-gaps.ts'
import { PostponedPaths } from './postponed-paths.ts'
import { reconcileDelayMs } from './reconcile-delay.ts'
import { refreshQuietly } from './refresh-quietly.ts'
import { missingRoot, ROOT_MISSING_RETRY_MS, RootPresence } from './root-presence.ts'
import { SecondLook } from './second-look.ts'
import { Timers } from './timers.ts'
import { UnannouncedChanges } from './unannounced.ts'
import type { FlushRequest, WatchRootOptions, WatchStatus } from './watch-contract.ts'
import { openWatcher } from './watchers/open-watcher.ts'
import type { RescanReason, Watcher } from './watchers/watcher.ts'
import { retryDelayMs, writeFailure } from './write-failure.ts'

const HEARTBEAT_MS = 30_000
const INDEX_DELAY_MS = 300

export class WatchRoot {
  readonly repo: ShadowRepo
  readonly #options: WatchRootOptions
  readonly #timers = new Timers()
  readonly #clock = new ClockWatch()
  readonly #presence: RootPresence
  readonly #secondLook = new SecondLook()
  readonly #acts: ActWatch
  readonly #pace: FlushPace
  readonly #unannounced: UnannouncedChanges
  readonly #gaps: OpenGaps
  readonly #signs: WatchSigns
  readonly #shown: string
  #recorder: Recorder | undefined
  #watcher: Watcher | undefined
  #dirty = new DirtyPaths()
  readonly #postponed = new PostponedPaths()
  readonly #queue = new WorkQueue()
  #failures = 0
  /** When all that had happened was last known to be recorded. */
  #upToDateMs = now()
  #scannedMs = now()
  #lastScanMs: number | undefined
  #hasBegun = false
  #isStopping = false

  constructor(options: WatchRootOptions) {
    this.#options = options
    this.repo = options.repo
    const { root, gitDir } = options.repo
    this.#presence = new RootPresence(root)
    this.#gaps = new OpenGaps(gitDir)
    this.#signs = new WatchSigns(gitDir)
    this.#shown = showText(root)
    this.#pace = new FlushPace(root, options.debounceMs)
    this.#unannounced = new UnannouncedChanges(root)
    this.#acts = new ActWatch(gitDir, this.#timers, () => this.#flushQuietly('watch', true))
  }

  status(): WatchStatus {
    const isMissing = this.#gaps.has('root-missing')
    return {
      state: isMissing ? 'root-missing' : this.#failures > 0 ? 'write-failed' : 'watching',
      backend: this.#watcher?.backend,
      isExact: this.#watcher?.isExact ?? false,
      since: this.#signs.started,
      lastScanMs: this.#lastScanMs,
    }
  }

  /**
   * Begins to watch, and records the state found.
   * @throws {FlightrecError} when that first snapshot cannot be taken; it is tried again until `stop`.
   */
  async start(request: Omit<FlushRequest, 'trigger'> = {}): Promise<SnapshotResult> {
    this.#timers.every('heartbeat', HEARTBEAT_MS, () => this.#beat())
    const mounts = new MountWatch(this.repo.root)
    this.#timers.every('mounts', MOUNT_CHECK_MS, () => this.#onPaths(mounts.check()))
    return await this.flush({ ...request, trigger: 'start', everything: true })
  }

  /**
   * Records at once what has changed up to now.
   * @throws {FlightrecError} bad-root, while the root is missing, and what the recorder throws.
   */
  flush(request: FlushRequest): Promise<SnapshotResult> {
    return this.#queue.add(() => this.#flush(request))
  }

  /** Returns once no look is under way that does not know of the act that has begun. */
  async standStill(): Promise<void> {
    await this.#queue.add(async () => this.#acts.note())
  }

  /** Lets go of the shadow repo, and holds back what would touch it; what this returns lets it go on. */
  pause(): Promise<() => void> {
    return this.#queue.hold(async () => {
      await this.#recorder?.close()
      this.#recorder = undefined
    })
  }

  /** Records what is pending, says that the watch ended, and lets go of everything. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#timers.clearAll()
    await this.#queue.done
    if (this.#hasBegun && this.#lastScanMs !== undefined && this.#options.isHomeHeld()) {
      await this.#watcher?.catchUp()
      this.#postponed.release(this.#dirty)
      if (!this.#dirty.isEmpty) await this.#flushQuietly('watch')
      await this.#refreshIndex()
      const problem = this.#signs.end()
      if (problem !== undefined) this.#warn('failed', problem)
    }
    await this.#watcher?.close()
    await this.#recorder?.close()
  }

  /** Opens the recorder; the first time, records since when nothing was watching. */
  async #openRecorder(): Promise<Recorder> {
    const recorder = await this.#options.openRecorder({
      watchFolder: (folder) => this.#watcher?.watchFolder(folder),
      forgetFolder: (folder) => this.#watcher?.forgetFolder(folder),
      onHashed: (path) => this.#onPaths([path]),
    })
    this.#recorder = recorder
    if (this.#hasBegun) return recorder
    this.#hasBegun = true
    const until = watchedUntil(this.repo.gitDir, recorder.latest)
    if (until !== undefined) {
      await this.#recordGap({ reason: 'downtime', from: Math.min(until, now()), to: now() })
    }
    this.#signs.begin()
    return recorder
  }

  async #openWatcher(): Promise<void> {
    await this.#watcher?.close()
    const { filter, backend, intervalMs, repo } = this.#options
    this.#watcher = await openWatcher(backend, {
      root: repo.root,
      filter,
      intervalMs,
      onPaths: (paths, orderOf) => this.#onPaths(paths, orderOf),
      onRescan: (reason, detail) => this.#onRescan(reason, detail),
    })
  }

  #onPaths(paths: readonly RawPath[], orderOf?: OrderOf): void {
    const others = this.#acts.ofOthers(paths)
    if (others.length === 0) return
    this.#dirty.add(others, orderOf)
    this.#pace.note(others)
    this.#schedule()
  }

  #onRescan(reason: RescanReason, detail: string | undefined): void {
    if (reason === 'overflow' || reason === 'watch-limit') {
      this.#gaps.open({ reason, from: this.#upToDateMs, ...(detail && { detail }) })
    } else if (reason === 'error') {
      this.#warn('failed', `watching ${this.#shown} failed (${detail}); scans go on`)
    }
    this.#dirty.addEverything()
    if (!this.#acts.isUnderWay) this.#schedule() // Its end is a look at everything.
  }

  #schedule(): void {
    if (this.#isStopping || this.#failures > 0 || this.#gaps.has('root-missing')) return
    this.#timers.set('flush', this.#pace.delayMs(), () => this.#flushQuietly('watch'))
  }

  async #flushQuietly(trigger: Trigger, everything = false): Promise<void> {
    try {
      await this.flush({ trigger, everything })
    } catch {
      // Already told and, where that helps, to be tried again.
    }
  }

  async #flush(request: FlushRequest): Promise<SnapshotResult> {
    if (!this.#options.isHomeHeld()) throw homeLost()
    this.#noteClock()
    await this.#requireRoot()
    await this.#watcher?.catchUp()
    this.#timers.clear('flush')
    this.#pace.restart()
    if (request.trigger !== 'watch') this.#postponed.release(this.#dirty)
    const taken = this.#dirty.take()
    try {
      const recorder = this.#recorder ?? (await this.#openRecorder())
      const { latest } = recorder
      if (request.everything || !latest) taken.addEverything()
      if (latest && taken.isEmpty && this.#failures === 0) {
        return { snapshot: latest, isNew: false, changes: [] }
      }
      return await this.#record(recorder, request, taken)
    } catch (error) {
      this.#dirty.putBack(taken)
      this.#recordFailed(error)
      throw error
    }
  }

  async #record(recorder: Recorder, request: FlushRequest, taken: DirtyPaths) {
    const startMs = now()
    const start = monotonicNow()
    const mayPostpone = request.trigger === 'watch' && !this.#isStopping
    const result = await recorder.snapshot({
      ...request,
      // What is read may be newer than what was taken.
      noticed: (path) => joinNoticed(taken.noticed(path), this.#dirty.noticed(path)),
      mayPostpone,
      youngMs: mayPostpone ? 0.8 * this.#options.debounceMs : 0,
      ...(!taken.isEverything && { paths: taken.list() }),
    })
    for (const part of [...(result.earlier ?? []), result]) {
      if (part.isNew) this.#options.onEvent({ type: 'snapshot', result: part })
    }
    if (taken.isEverything) {
      // Only a scan that finds nothing shows what an idle one costs.
      this.#lastScanMs = result.isNew ? (this.#lastScanMs ?? 0) : monotonicNow() - start
      if (request.trigger === 'reconcile') await this.#noteMissed(result, taken)
      this.#scannedMs = startMs
    }
    this.#failures = 0
    this.#upToDateMs = startMs
    this.#acts.note()
    await this.#gaps.recordEnded(taken.isEverything, (gap) => this.#recordGap(gap))
    this.#planAhead(taken)
    const again = { from: taken, to: this.#dirty }
    this.#postponed.hold(result.postponed, again, this.#timers, () => this.#schedule())
    return result
  }

  async #noteMissed(result: SnapshotResult, taken: DirtyPaths): Promise<void> {
    if (!this.#watcher?.isExact || !this.#gaps.isEmpty) return
    await this.#watcher.catchUp()
    const named = [taken, this.#dirty]
    const { remarks, gap } = await this.#unannounced.sort(result, named, this.#scannedMs)
    for (const remark of remarks) this.#warn('unannounced', remark)
    if (gap) await this.#recordGap(gap)
  }

  /** A gap that cannot be written now is kept for the next flush. */
  async #recordGap(gap: Gap): Promise<void> {
    try {
      if (!this.#recorder) return void this.#gaps.open(gap)
      await this.#recorder.recordGap(gap)
      this.#options.onEvent({ type: 'gap', gap })
    } catch (error) {
      this.#gaps.open(gap)
      this.#recordFailed(error)
    }
  }

  #planAhead(taken: DirtyPaths): void {
    if (this.#isStopping) return
    if (!this.#dirty.isEmpty) this.#schedule()
    this.#timers.set('index', INDEX_DELAY_MS, () => this.#refreshIndex())
    if (this.#watcher?.backend === 'poll') return
    if (taken.isEverything) {
      const { intervalMs } = this.#options
      const delay = reconcileDelayMs(intervalMs, this.#lastScanMs, this.#watcher?.isExact)
      this.#timers.set('reconcile', delay, () => this.#flushQuietly('reconcile', true))
    }
    if (this.#watcher?.isExact) return
    const { root } = this.repo
    this.#secondLook.plan(root, taken.list(), this.#timers, (due) => this.#onPaths(due))
  }

  #recordFailed(error: unknown): void {
    const { code, message, hint } = writeFailure(error)
    if (code === 'interrupted' || code === 'bad-root') return
    const detail = message.slice(0, 200)
    if (this.#gaps.open({ reason: 'write-failed', from: this.#upToDateMs, detail })) {
      this.#warn(code, `cannot record ${this.#shown}: ${message}`, hint)
    }
    this.#failures += 1
    if (this.#isStopping) return
    const delay = retryDelayMs(this.#failures)
    this.#timers.set('flush', delay, () => this.#flushQuietly('watch'))
  }

  #noteClock(): void {
    const step = this.#clock.check()
    if (step) void this.#recordGap(step)
  }

  /** Makes sure the root is there; when another folder took its place, watches that one. */
  async #requireRoot(): Promise<void> {
    const presence = this.#presence.check()
    if (presence === 'missing') {
      if (this.#gaps.open({ reason: 'root-missing', from: this.#upToDateMs })) {
        this.#warn('bad-root', `${this.#shown} is not there; waiting for it`)
      }
      const retry = () => this.#flushQuietly('reconcile')
      if (!this.#isStopping) this.#timers.set('root', ROOT_MISSING_RETRY_MS, retry)
      throw missingRoot(this.repo.root)
    }
    if (!this.#watcher || presence === 'replaced' || this.#gaps.has('root-missing')) {
      this.#dirty.addEverything()
      await this.#openWatcher()
    }
  }

  #beat(): void {
    if (!this.#options.isHomeHeld()) return
    this.#signs.beat()
    this.#noteClock()
    // Nothing was named up to now, so nothing happened.
    if (this.#watcher?.isExact && this.#dirty.isEmpty) this.#upToDateMs = now()
    if (this.#presence.check() !== 'same') void this.#flushQuietly('reconcile', true)
  }

  async #refreshIndex(): Promise<void> {
    await refreshQuietly(this.#recorder, (message) => {
      // A failing disk has been told.
      if (this.#failures === 0) this.#warn('failed', message)
    })
  }

  #warn(code: string, message: string, hint?: string): void {
    this.#options.onEvent({ type: 'warning', code, message, ...(hint && { hint }) })
  }
}
