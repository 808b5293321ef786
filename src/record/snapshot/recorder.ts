/**
 * Records one root: keeps its last state in memory, finds what changed, writes it as a snapshot.
 * Whoever opens a recorder holds the lock of the home.
 */
import { GitIgnore } from '../../git/gitignore.ts'
import { clearAfterCrash } from '../../git/history/refs.ts'
import { type Index, readIndex } from '../../git/index-file/index-reader.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import type { ObjectSink } from '../../git/objects/object-sink.ts'
import { mendPinnedFiles } from '../../git/shadow-config.ts'
import type { Filter } from '../../model/filter.ts'
import type { Gap } from '../../model/gap.ts'
import type { Oid } from '../../model/oid.ts'
import { baseRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { nextSnapshotId } from '../../model/snapshot-id.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readLatest } from '../../store/timeline/timeline.ts'
import { now } from '../../system/clock.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { captureCandidates } from '../capture/capture-candidates.ts'
import { LargeHashes } from '../capture/large-hashes.ts'
import { type Postponed, Postponing } from '../capture/postponing.ts'
import { Scan } from '../scan/scan.ts'
import { rootOwner } from '../scan/scan-root.ts'
import type { ScanScope } from '../scan/scan-scope.ts'
import { redactTyped } from '../secrets/redact-typed.ts'
import { ChangeLog } from '../state/change-log.ts'
import { writeLargeFiles } from '../state/large-files.ts'
import { knownMetaTree, loadState } from '../state/load-state.ts'
import { LookAhead } from '../state/look-ahead.ts'
import type { RecordedFolder } from '../state/recorded-state.ts'
import { writeSeenWhole } from '../state/seen-whole.ts'
import { type ActLook, ActRecord, askedByAct } from './act-record.ts'
import {
  type Attribute,
  type AttributedChanges,
  attributeChanges,
  stateByState,
} from './attributed-changes.ts'
import { noteClockStep } from './clock-step.ts'
import { refreshIndex } from './refresh-index.ts'
import type { SnapshotRequest, SnapshotResult } from './snapshot-request.ts'
import { storeGap } from './store-gap.ts'
import { storeSnapshot } from './store-snapshot.ts'

export interface RecorderOptions {
  repo: ShadowRepo
  filter: Filter
  /** Files above it are recorded by size and hash only. */
  maxFileSizeBytes: number
  /** Whether what `.gitignore` files leave out is left out here too. */
  respectGitignore?: boolean
  /** git helps with the first look at everything, which follows the opening at once. */
  looksAhead?: boolean
  /** Nobody is named without it. */
  attribute?: Attribute | undefined
  /** Returns what tells, now, whether a new file is likely to be put in the place of another in a moment. */
  passing?: (() => (path: RawPath) => boolean) | undefined
  /** Called when the hash of a file is known that was recorded by its size: it is to be looked at again. */
  onHashed?(path: RawPath): void
  /** Called before a folder is listed, so that a watcher can be there first. */
  onFolder?(path: RawPath): void
  onFolderGone?(path: RawPath): void
}

interface Loaded {
  top: RecordedFolder
  latest: Snapshot | undefined
  metaTree: Oid | undefined
}

/** Attempts to catch files that are replaced while they are looked at. */
const ROUNDS = 4

/** @throws {FlightrecError} corrupt-store, when the latest snapshot cannot be read. */
export async function openRecorder(options: RecorderOptions): Promise<Recorder> {
  const recorder = new Recorder(options)
  try {
    mendPinnedFiles(options.repo.gitDir, options.repo.root)
    await recorder.load()
    return recorder
  } catch (error) {
    await recorder.close()
    throw error
  }
}

export class Recorder {
  readonly repo: ShadowRepo
  readonly #options: RecorderOptions
  readonly #reader: ObjectReader
  #loaded: Loaded | undefined
  #latest: Snapshot | undefined
  #lookAhead: LookAhead | undefined
  readonly #postponing = new Postponing()
  readonly #acts: ActRecord
  readonly #hashes: LargeHashes
  readonly #queue = new WorkQueue()
  /** Grows with every change of the state; tells a slow index writer that it is outdated. */
  #generation = 0
  #indexedGeneration = 0
  /** See `writeSeenWhole`. */
  #seenWholeMs: number | undefined
  /** When the root was last looked at: what is found now happened since. */
  #lookedMs = 0

  constructor(options: RecorderOptions) {
    this.repo = options.repo
    this.#options = options
    this.#reader = new ObjectReader(options.repo.gitDir)
    this.#acts = new ActRecord(options.repo)
    this.#hashes = new LargeHashes(options.repo.root, options.onHashed)
  }

  get latest(): Snapshot | undefined {
    return this.#latest
  }

  /** Reads the recorded state; snapshots do so themselves after a failure. */
  async load(): Promise<void> {
    const { gitDir, root } = this.repo
    clearAfterCrash(gitDir)
    this.#stopLooking()
    const { looksAhead, respectGitignore } = this.#options
    // With .gitignore in force the scan looks at each name by itself.
    if (looksAhead && !respectGitignore) this.#lookAhead = LookAhead.startFor(this.repo)
    const [latest, index] = await Promise.all([
      readLatest(gitDir, this.#reader),
      // While git starts.
      Promise.resolve().then(() => readIndex(gitDir)),
    ])
    const owner = rootOwner(root)
    const findingsOn = (index: Index) => this.#lookAhead?.findings(index)
    const source = { gitDir, reader: this.#reader, latest, index, findingsOn }
    const top = await loadState(source, owner)
    this.#loaded = { top, latest, metaTree: await knownMetaTree(this.#reader, latest?.meta) }
    this.#latest = latest
  }

  /** Takes requests one after another; each sees the state the one before left. */
  snapshot(request: SnapshotRequest): Promise<SnapshotResult> {
    return this.#queue.add(async () => this.#snapshot(await redactTyped(request, this.repo.root)))
  }

  /** Writes a gap to the timeline, durably. */
  recordGap(gap: Gap): Promise<void> {
    return this.#queue.add(() => storeGap(this.repo.gitDir, gap))
  }

  /**
   * Brings the index of the shadow repo up to date, so that plain `git diff` is fast. Works beside
   * snapshots and gives up when one changes the state meanwhile; call it again after that one.
   */
  async refreshIndex(): Promise<void> {
    const loaded = this.#loaded
    const generation = this.#generation
    if (!loaded) return
    const isWritten = generation === this.#indexedGeneration
    if (isWritten) return this.#lookAhead?.noteSeenWhole(this.#seenWholeMs)
    const isCurrent = () => this.#generation === generation
    writeLargeFiles(this.repo.gitDir, loaded.top)
    const index = await refreshIndex(this.repo.gitDir, loaded.top, isCurrent)
    if (!index) return
    writeSeenWhole(this.repo.gitDir, index, this.#seenWholeMs)
    this.#indexedGeneration = generation
  }

  /** Waits for work under way and ends the git process that reads objects. */
  async close(): Promise<void> {
    await this.#hashes.close()
    await this.#queue.done
    this.#stopLooking()
    this.#reader.close()
  }

  /** What was found ahead is fresh for one look. */
  #stopLooking(): void {
    this.#lookAhead?.stop()
  }

  async #snapshot(request: SnapshotRequest): Promise<SnapshotResult> {
    if (!this.#loaded) await this.load()
    const loaded = this.#loaded!
    try {
      return await this.#record(loaded, request)
    } catch (error) {
      // What is in memory may be ahead of the store now.
      this.#loaded = undefined
      this.#seenWholeMs = undefined
      this.#generation += 1
      throw error
    }
  }

  async #record(loaded: Loaded, asked: SnapshotRequest): Promise<SnapshotResult> {
    const log = new ChangeLog(loaded.latest === undefined)
    const startMs = now()
    const look = this.#acts.look(asked)
    const { request, act } = look
    const found = await this.#bringUpToDate(loaded, look, log)
    const { sink, postponed } = found
    if (found.hasRefreshed || loaded.top.isChanged) this.#generation += 1
    try {
      const stored: SnapshotResult[] = []
      if (loaded.latest === undefined || loaded.top.isChanged) {
        const by = { ...request, act, sinceMs: this.#lookedMs || (loaded.latest?.time ?? 0) }
        const groups = attributeChanges(loaded.top, log, this.#options.attribute, by)
        for (const group of stateByState(loaded.top, log, groups)) {
          const result = await this.#store(sink, request, group, postponed)
          if (result) stored.push(result)
        }
      }
      await sink.commit()
      const cutShort = act && this.#acts.finish(act, stored)
      const last = stored.pop() ?? { snapshot: this.#latest!, isNew: false, changes: [] }
      this.#lookedMs = startMs
      if (found.hasSeenAll) this.#seenWholeMs = startMs
      return {
        ...last,
        earlier: stored.length > 0 ? stored : undefined,
        postponed,
        cutShort,
      }
    } catch (error) {
      sink.abandon()
      throw error
    }
  }

  async #store(
    sink: ObjectSink,
    request: SnapshotRequest,
    { changes, attribution, act }: AttributedChanges,
    postponed: Postponed | undefined,
  ): Promise<SnapshotResult | undefined> {
    const { top, latest, metaTree } = this.#loaded!
    const { trigger, message } = act ? askedByAct(act, changes) : request
    const nowMs = now()
    const stored = await storeSnapshot(this.repo.gitDir, top, sink, {
      id: nextSnapshotId(nowMs, latest?.id),
      nowMs,
      trigger,
      message,
      changes,
      attribution,
      postponed: postponed?.paths.length ?? 0,
      latest,
      latestMetaTree: metaTree,
    })
    if (!stored) return undefined
    this.#loaded = { top, latest: stored.snapshot, metaTree: stored.metaTree }
    this.#latest = stored.snapshot
    await noteClockStep(this.repo.gitDir, latest, stored.snapshot)
    return { snapshot: stored.snapshot, isNew: true, changes: [...changes] }
  }

  /** Scans and captures until nothing that was looked at turned out to be something else. */
  async #bringUpToDate(loaded: Loaded, { request, isHeld }: ActLook, log: ChangeLog) {
    const { repo, respectGitignore } = this.#options
    const gitIgnore = respectGitignore ? new GitIgnore(repo.gitDir, repo.root) : undefined
    const scan = new Scan({ ...this.#scope(request, gitIgnore), isHeld }, log)
    try {
      await this.#scan(scan, loaded.top, request)
      this.#stopLooking()
      const postponed = this.#postpone(scan, loaded, request, log)
      const captured = await this.#capture(scan, loaded, request, log)
      return { ...captured, postponed, hasSeenAll: scan.hasSeenAll && !postponed }
    } finally {
      gitIgnore?.close()
    }
  }

  #postpone(scan: Scan, { latest }: Loaded, request: SnapshotRequest, log: ChangeLog) {
    const { trigger, noticed, mayPostpone = false, youngMs = 0 } = request
    const isByWatch = trigger === 'watch' || trigger === 'hook'
    return this.#postponing.take(scan.candidates, {
      mayPostpone,
      limits: this.#options,
      youngMs,
      noticed,
      isPassing: isByWatch ? this.#options.passing?.() : undefined,
      isNew: ({ folder, name, path }) =>
        latest !== undefined && !folder.entries.has(name) && !log.isNewFolder(parentRaw(path)),
    })
  }

  async #scan(scan: Scan, top: RecordedFolder, { paths }: SnapshotRequest): Promise<void> {
    // What a changed .gitignore brings back or takes away may be anywhere.
    const isRuleChanged =
      this.#options.respectGitignore && paths?.some((path) => baseRaw(path) === '.gitignore')
    if (paths && !isRuleChanged) await scan.paths(top, paths)
    else await scan.everything(top)
  }

  #scope(request: SnapshotRequest, gitIgnore: GitIgnore | undefined): ScanScope {
    const { repo, filter, onFolder, onFolderGone } = this.#options
    const ignoredAmong = gitIgnore && ((paths: readonly RawPath[]) => gitIgnore.ignoredAmong(paths))
    const { signal } = request
    return { root: repo.root, filter, ignoredAmong, onFolder, onFolderGone, signal }
  }

  async #capture(scan: Scan, loaded: Loaded, request: SnapshotRequest, log: ChangeLog) {
    const { repo, maxFileSizeBytes } = this.#options
    return await captureCandidates(scan, loaded.top, log, {
      repo,
      limits: { maxFileSizeBytes },
      hashOf: (path, stat) => this.#hashes.hashOf(path, stat),
      rounds: ROUNDS,
      isFirst: loaded.latest === undefined,
      signal: request.signal,
      onProgress: request.onProgress,
      onInterrupted: async () => {
        this.#generation += 1
        await refreshIndex(repo.gitDir, loaded.top, () => true)
      },
    })
  }
}
