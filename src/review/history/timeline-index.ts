/**
 * A timeline by number, newest first, for whoever shows a part of it: it holds the names of the commits, and
 * reads a snapshot when that is looked at.
 */

import { MAIN, readRef } from '../../git/history/refs.ts'
import type { Gap } from '../../model/gap.ts'
import type { Oid } from '../../model/oid.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { snapshotIdTime } from '../../model/snapshot-id.ts'
import { listPastDamage } from '../../store/timeline/log-past-damage.ts'
import { readGaps, readSnapshot } from '../../store/timeline/timeline.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { type LogEntry, type LogFilter, readLog } from './log.ts'

export interface IndexFilter
  extends Pick<LogFilter, 'paths' | 'agent' | 'session' | 'sinceMs' | 'untilMs'> {
  /** Only snapshots with one of these ids. */
  ids?: ReadonlySet<string> | undefined
  /** Only snapshots that pass this. */
  isWanted?: ((snapshot: Snapshot) => boolean) | undefined
  /** Where nothing changed for so long, that is an entry too; in a log of everything. */
  silenceMs?: number | undefined
}

/** A stretch that was recorded, and in which nothing changed. */
interface Silence {
  /** Milliseconds since the epoch, of whole seconds. */
  silentFrom: number
  silentTo: number
}

type TimelineItem = Oid | Gap | Silence

const CACHED_MAX = 4_000
const FIRST_PAGE = 60

/** Close it when done: git may still be listing commits. */
export class TimelineIndex {
  readonly #view: RepoView
  readonly #filter: IndexFilter
  /** Oldest last. */
  readonly #entries: TimelineItem[] = []
  /** What came since it was opened, oldest first. */
  readonly #newer: TimelineItem[] = []
  readonly #snapshots = new Map<Oid, Snapshot>()
  readonly #damaged = new Set<Oid>()
  #tip: Oid | undefined
  #latestGap: Gap | undefined
  /** When the newest snapshot that is listed was taken. */
  #newestMs: number | undefined
  #isComplete = false
  #isClosed = false

  constructor(view: RepoView, filter: IndexFilter = {}) {
    this.#view = view
    this.#filter = filter
  }

  /** How many entries are known by now. */
  get count(): number {
    return this.#newer.length + this.#entries.length
  }

  /** How many of them came since it was listed first. */
  get newer(): number {
    return this.#newer.length
  }

  /** Whether the oldest entry is known. */
  get isComplete(): boolean {
    return this.#isComplete
  }

  /** Lists everything, the first page first; `onProgress` is called, and waited for, whenever more is known. */
  async list(onProgress: () => void | Promise<void>): Promise<void> {
    this.#tip = readRef(this.#view.gitDir, MAIN)
    if (this.#tip === undefined) return
    for await (const entries of this.#listed(this.#tip)) {
      const isFirst = this.count === 0
      for (const entry of entries) this.#entries.push(entry)
      if (isFirst) await this.load(0, FIRST_PAGE)
      if (this.#isClosed) return
      await onProgress()
    }
    this.#isComplete = true
    await onProgress()
  }

  /** Lists what came since; returns how many entries are new. */
  async update(): Promise<number> {
    const tip = readRef(this.#view.gitDir, MAIN)
    if (!this.#isComplete || tip === undefined || tip === this.#tip) return 0
    const since = this.#tip
    this.#tip = tip
    const fresh: TimelineItem[] = []
    for await (const entries of this.#listed(tip, since)) fresh.push(...entries)
    for (const entry of fresh.reverse()) this.#newer.push(entry)
    return fresh.length
  }

  /** Returns an entry if it is at hand. */
  at(index: number): LogEntry | undefined {
    const entry = this.#entryAt(index)
    if (entry === undefined) return undefined
    if (isSilence(entry)) return undefined
    if (typeof entry !== 'string') return { type: 'gap', gap: entry }
    const snapshot = this.#snapshots.get(entry)
    return snapshot && { type: 'snapshot', snapshot }
  }

  /** Returns the silence that an entry is. */
  silenceAt(index: number): Silence | undefined {
    const entry = this.#entryAt(index)
    return entry !== undefined && isSilence(entry) ? entry : undefined
  }

  /** Whether an entry could not be read; `verify` tells what that costs. */
  isDamaged(index: number): boolean {
    const entry = this.#entryAt(index)
    return typeof entry === 'string' && this.#damaged.has(entry)
  }

  /** Reads the entries from `start` up to `end`, so that they are at hand. */
  async load(start: number, end: number): Promise<void> {
    const missing: Oid[] = []
    for (let index = start; index < Math.min(end, this.count); index += 1) {
      const entry = this.#entryAt(index)
      const isKnown = typeof entry !== 'string' || this.#snapshots.has(entry)
      if (!isKnown && !this.#damaged.has(entry)) missing.push(entry)
    }
    const results = await Promise.allSettled(missing.map((oid) => this.#read(oid)))
    // One that is damaged may have taken down what was asked for with it.
    for (const oid of missing.filter((_, n) => results[n]!.status === 'rejected')) {
      await this.#read(oid).catch(() => this.#damaged.add(oid))
    }
  }

  /** Returns the index of the first entry from `start` on, in steps of `step`, that passes `test`; -1 if none does. */
  async find(
    start: number,
    step: 1 | -1,
    test: (entry: LogEntry) => boolean,
    signal: AbortSignal,
  ): Promise<number> {
    const page = 500
    for (let from = start; from >= 0 && from < this.count; from += step * page) {
      const [low, high] = step > 0 ? [from, from + page] : [Math.max(0, from - page + 1), from + 1]
      await this.load(low, high)
      for (let n = 0; n < page; n += 1) {
        const entry = this.at(from + step * n)
        if (entry && test(entry)) return from + step * n
      }
      if (signal.aborted) return -1
    }
    return -1
  }

  close(): void {
    this.#isClosed = true
  }

  #entryAt(index: number): TimelineItem | undefined {
    const { length } = this.#newer
    return index < length ? this.#newer[length - 1 - index] : this.#entries[index - length]
  }

  async #read(oid: Oid): Promise<void> {
    this.#keep(await this.#view.snapshotOf(oid))
  }

  #keep(snapshot: Snapshot): void {
    const snapshots = this.#snapshots
    snapshots.delete(snapshot.commit)
    snapshots.set(snapshot.commit, snapshot)
    if (snapshots.size > CACHED_MAX) snapshots.delete(snapshots.keys().next().value!)
  }

  #listed(tip: Oid, since?: Oid): AsyncGenerator<TimelineItem[]> {
    const { paths, ids, ...limits } = this.#filter
    const narrows = [limits.agent, limits.session, limits.sinceMs, limits.untilMs, limits.isWanted]
    const isNarrowed = paths?.length || narrows.some((limit) => limit !== undefined)
    if (isNarrowed) return this.#listNarrowed(since)
    return ids ? this.#listNamed(ids, tip, since) : this.#listAll(tip, since)
  }

  async *#listNarrowed(since?: Oid): AsyncGenerator<Oid[]> {
    const known = since && (await readSnapshot(this.#view.reader, since))
    const limits = known ? { ...this.#filter, sinceMs: known.time + 1 } : this.#filter
    for await (const entry of readLog(this.#view, limits)) {
      if (entry.type !== 'snapshot' || !this.#isWanted(entry.snapshot)) continue
      this.#keep(entry.snapshot)
      yield [entry.snapshot.commit]
    }
  }

  #isWanted(snapshot: Snapshot): boolean {
    const { ids, isWanted } = this.#filter
    return ids?.has(snapshot.id) !== false && (isWanted?.(snapshot) ?? true)
  }

  /** Reads only snapshots of the seconds in question. */
  async *#listNamed(ids: ReadonlySet<string>, tip: Oid, since?: Oid): AsyncGenerator<Oid[]> {
    const seconds = new Set([...ids].map((id) => Math.floor((snapshotIdTime(id) ?? 0) / 1000)))
    for await (const commits of listPastDamage(this.#view.gitDir, tip, since)) {
      const found: Oid[] = []
      for (const { oid, timeSeconds } of commits) {
        if (!seconds.has(timeSeconds)) continue
        await this.#read(oid).catch(() => this.#damaged.add(oid))
        if (ids.has(this.#snapshots.get(oid)?.id ?? '')) found.push(oid)
      }
      yield found
    }
  }

  async *#listAll(tip: Oid, since?: Oid): AsyncGenerator<TimelineItem[]> {
    const gaps = await this.#gapsSince(since)
    const known = since === undefined ? undefined : this.#newestMs
    let newestMs: number | undefined
    let newerMs: number | undefined
    for await (const commits of listPastDamage(this.#view.gitDir, tip, since)) {
      const entries: TimelineItem[] = []
      for (const { oid, timeSeconds } of commits) {
        const timeMs = timeSeconds * 1000
        // A commit tells its second only; a gap ends when the snapshot after it begins.
        while (gaps[0] && gaps[0].to >= timeMs + 1000) {
          newerMs = undefined
          entries.push(gaps.shift()!)
        }
        entries.push(...this.#silence(timeMs, newerMs), oid)
        newestMs ??= timeMs
        newerMs = timeMs
      }
      yield entries
    }
    this.#newestMs = newestMs ?? this.#newestMs
    if (gaps.length > 0) newerMs = undefined
    yield [...gaps, ...(known === undefined ? [] : this.#silence(known, newerMs))]
  }

  /** `toMs` is undefined where the next entry is no snapshot. */
  #silence(fromMs: number, toMs: number | undefined): Silence[] {
    const { silenceMs = Infinity } = this.#filter
    if (toMs === undefined || toMs - fromMs < silenceMs) return []
    return [{ silentFrom: fromMs, silentTo: toMs }]
  }

  /** Returns the gaps that are not in the list yet, newest first. */
  async #gapsSince(since: Oid | undefined): Promise<Gap[]> {
    const gaps = await readGaps(this.#view.gitDir, this.#view.reader)
    const known = this.#latestGap
    this.#latestGap = gaps[0] ?? known
    if (since === undefined || known === undefined) return gaps
    return gaps.filter(({ to }) => to > known.to)
  }
}

function isSilence(entry: TimelineItem): entry is Silence {
  return typeof entry !== 'string' && 'silentFrom' in entry
}
