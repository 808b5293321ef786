/** Drops old snapshots by the rules of retention, and repacks what stays. Safe beside a running recorder. */

import { MAIN, readRef } from '../../git/history/refs.ts'
import { readShallow } from '../../git/history/shallow.ts'
import type { HousekeepingOptions } from '../../git/process/maintenance.ts'
import { leftoverFiles } from '../../git/upkeep/leftovers.ts'
import { type RepackKind, repackAll, writeCommitGraph } from '../../git/upkeep/repack.ts'
import { repoSize } from '../../git/upkeep/repo-size.ts'
import type { SnapshotId } from '../../model/snapshot-id.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { now } from '../../system/clock.ts'
import { removeIfThere } from '../../system/files.ts'
import type { Lock } from '../../system/lock.ts'
import { cutHistory } from './cut-history.ts'
import { dropOldNotes } from './drop-notes.ts'
import { withGcLock } from './gc-lock.ts'
import { planRetention, type Retention } from './prune-plan.ts'
import { type KeptSnapshot, repoHistory } from './repo-history.ts'

export interface GarbageOptions extends Retention {
  isDryRun: boolean
  signal?: AbortSignal | undefined
  onProgress?: ((repo: ShadowRepo, stage: string) => void) | undefined
  /** As in `RepackOptions`. */
  settledMs?: number | undefined
}

/** What was done to one repo, or, in a dry run, what would be. */
export interface RepoCollected {
  repo: ShadowRepo
  snapshots: number
  dropped: number
  oldestKept?: SnapshotId | undefined
  bytesBefore: number
  /** What it takes afterwards; in a dry run the estimate without what repacking wins. */
  bytesAfter: number
  /** How it was repacked; absent in a dry run and where nothing is recorded. */
  repacked?: RepackKind | undefined
}

interface Planned {
  repo: ShadowRepo
  snapshots: KeptSnapshot[]
  bytesBefore: number
}

/** Sizes after a repack are known only afterwards: if it is still too large, more is dropped. */
const ROUNDS_MAX = 3

/** @throws {FlightrecError} locked, when another gc is at work; disk-full; corrupt-store. */
export async function collectGarbage(
  home: Home,
  repos: readonly ShadowRepo[],
  options: GarbageOptions,
): Promise<RepoCollected[]> {
  if (options.isDryRun) return estimate(await survey(repos, options), options)
  return await withGcLock(home, options.signal, (tryAlone) =>
    new Collection(repos, options, tryAlone).run(),
  )
}

async function survey(
  repos: readonly ShadowRepo[],
  { signal, onProgress }: GarbageOptions,
): Promise<Planned[]> {
  const planned: Planned[] = []
  for (const repo of repos) {
    onProgress?.(repo, 'measuring')
    const bytesBefore = repoSize(repo.gitDir).totalBytes
    const isEmpty = readRef(repo.gitDir, MAIN) === undefined
    const snapshots = isEmpty ? [] : await repoHistory(repo.gitDir, signal)
    planned.push({ repo, snapshots, bytesBefore })
  }
  return planned
}

/** What a repo takes beside its snapshots' objects: gaps, index, and objects nobody names any more. */
function toPlan(planned: readonly Planned[]) {
  return planned.map(({ snapshots, bytesBefore }) => ({
    snapshots,
    otherBytes: Math.max(0, bytesBefore - bytesOf(snapshots)),
  }))
}

function bytesOf(snapshots: readonly KeptSnapshot[]): number {
  return snapshots.reduce((sum, { ownBytes }) => sum + ownBytes, 0)
}

function estimate(planned: readonly Planned[], retention: Retention): RepoCollected[] {
  const counts = planRetention(toPlan(planned), retention, now())
  return planned.map(({ repo, snapshots, bytesBefore }, index) => {
    const count = counts[index]!
    const bytesAfter = bytesBefore - bytesOf(snapshots.slice(count))
    return describe(repo, snapshots, count, { bytesBefore, bytesAfter })
  })
}

function describe(
  repo: ShadowRepo,
  snapshots: readonly KeptSnapshot[],
  count: number,
  sizes: { bytesBefore: number; bytesAfter: number },
): RepoCollected {
  const oldest = snapshots[count - 1]
  return {
    repo,
    snapshots: snapshots.length,
    dropped: snapshots.length - count,
    oldestKept: oldest?.id,
    ...sizes,
  }
}

class Collection {
  readonly #repos: readonly ShadowRepo[]
  readonly #options: GarbageOptions
  readonly #tryAlone: () => Lock | undefined

  constructor(
    repos: readonly ShadowRepo[],
    options: GarbageOptions,
    tryAlone: () => Lock | undefined,
  ) {
    this.#repos = repos
    this.#options = options
    this.#tryAlone = tryAlone
  }

  async run(): Promise<RepoCollected[]> {
    const first = await survey(this.#repos, this.#options)
    const { maxBytes } = this.#options
    // By size alone it can be told only in packs what a snapshot costs; by age everything is known now.
    const byAge = { ...this.#options, maxBytes: undefined }
    const kinds = await this.#cutAndRepack(first, byAge)
    for (let round = 0; maxBytes !== undefined && round < ROUNDS_MAX; round += 1) {
      const packed = await survey(this.#repos, this.#options)
      const counts = planRetention(toPlan(packed), { maxBytes }, now())
      if (packed.every(({ snapshots }, index) => counts[index] === snapshots.length)) break
      await this.#cutAndRepack(packed, { maxBytes })
    }
    return this.#results(first, kinds)
  }

  async #cutAndRepack(planned: readonly Planned[], retention: Retention): Promise<RepackKind[]> {
    const counts = planRetention(toPlan(planned), retention, now())
    const kinds: RepackKind[] = []
    for (const [index, { repo, snapshots }] of planned.entries()) {
      if (snapshots.length === 0) continue
      const kept = snapshots.slice(0, counts[index]!)
      // What is cut already is looked at again: an interrupted gc may have left reflogs untrimmed.
      const isCut = readShallow(repo.gitDir).commits.size > 0
      if (isCut || kept.length < snapshots.length) await cutHistory(repo.gitDir, kept)
      await dropOldNotes(repo.gitDir, snapshots.slice(kept.length))
      kinds[index] = await this.#repack(repo, kept)
    }
    return kinds
  }

  async #repack(repo: ShadowRepo, kept: readonly KeptSnapshot[]): Promise<RepackKind> {
    const { signal, onProgress } = this.#options
    const progress: HousekeepingOptions = { signal }
    onProgress?.(repo, 'repacking')
    for (const path of leftoverFiles(repo.gitDir)) removeIfThere(path)
    const kind = await repackAll(repo.gitDir, {
      ...progress,
      tryAlone: this.#tryAlone,
      keptBytes: bytesOf(kept),
      settledMs: this.#options.settledMs,
    })
    const { commits } = readShallow(repo.gitDir)
    if (commits.size === 0) await writeCommitGraph(repo.gitDir, progress)
    return kind
  }

  async #results(
    first: readonly Planned[],
    kinds: readonly RepackKind[],
  ): Promise<RepoCollected[]> {
    const last = await survey(this.#repos, this.#options)
    return first.map(({ repo, snapshots, bytesBefore }, index) => {
      const oldest = last[index]!.snapshots.at(-1)
      const kept = oldest ? snapshots.findIndex(({ commit }) => commit === oldest.commit) + 1 : 0
      const sizes = { bytesBefore, bytesAfter: last[index]!.bytesBefore }
      const kind = kinds[index]
      return { ...describe(repo, snapshots, kept, sizes), repacked: kind }
    })
  }
}
