/** When a running recorder tidies its repo by itself, and when a store has grown too large. */

import { MAIN } from '../../git/history/refs.ts'
import { hasPlainPacks } from '../../git/objects/plain-packs.ts'
import { gitResult } from '../../git/process/run.ts'
import { compressPlainPacks, repackIncrementally } from '../../git/upkeep/repack.ts'
import { repoSize } from '../../git/upkeep/repo-size.ts'
import { showPath } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import { writeSize } from '../../model/write-size.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { historyProblem, largestPaths } from './repo-history.ts'

/** git's own limits for its automatic maintenance (gc.auto, gc.autoPackLimit). */
const LOOSE_MAX = 6700
const PACKS_MAX = 50

/** So much may lie there whole before it is packed as differences, or a quarter of what is packed, if that is more. */
const GROWTH_BYTES_MAX = 64 * 1024 ** 2

/**
 * Compresses what a bulk capture packed in a hurry, and joins loose objects and small packs once so many have
 * gathered that reading slows down. At low priority; snapshots go on meanwhile. Drops nothing.
 */
export async function tidyObjects(gitDir: string, signal?: AbortSignal): Promise<void> {
  const { looseObjects, packs } = repoSize(gitDir)
  if (await isFirstSnapshot(gitDir)) {
    if (hasPlainPacks(gitDir)) await compressPlainPacks(gitDir, { signal })
  } else if (hasPlainPacks(gitDir) || looseObjects > LOOSE_MAX || packs > PACKS_MAX)
    await repackIncrementally(gitDir, { signal })
}

async function isFirstSnapshot(gitDir: string): Promise<boolean> {
  const args = ['rev-list', '--count', '--max-count=2', MAIN, '--']
  const { stdout } = await gitResult(gitDir, args, { accept: [128] })
  return Number(stdout.toString('latin1')) < 2
}

/**
 * Keeps the growth of repos in bounds: each version of a large file that changes all the time is written whole, and
 * only a repack finds what they share.
 */
export class GrowthWatch {
  readonly #settledBytes = new Map<string, number>()

  /** Packs what has been added, when that is much; returns whether it was. Drops nothing. */
  async tidy(gitDir: string, signal?: AbortSignal): Promise<boolean> {
    const { packBytes, looseBytes, largestPackBytes } = repoSize(gitDir)
    const settled = this.#settledBytes.get(gitDir) ?? largestPackBytes
    const isMuch = packBytes + looseBytes - settled > Math.max(GROWTH_BYTES_MAX, settled / 4)
    if (!isMuch || (await isFirstSnapshot(gitDir))) return false
    await repackIncrementally(gitDir, { signal })
    const after = repoSize(gitDir)
    this.#settledBytes.set(gitDir, after.packBytes + after.looseBytes)
    return true
  }
}

/** By how much a record is too large, and what helps. */
interface StoreExcess {
  /** Names what costs most. */
  problem: string
  remedy: string
}

/** Returns what is to be said when the repos together take more than `maxBytes` (0: no limit). */
export async function storeExcess(
  repos: readonly ShadowRepo[],
  maxBytes: number,
  signal?: AbortSignal,
): Promise<StoreExcess | undefined> {
  if (maxBytes === 0 || repos.length === 0) return undefined
  const sizes = repos.map((repo) => ({ repo, bytes: repoSize(repo.gitDir).totalBytes }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total <= maxBytes) return undefined
  const { repo } = sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a))
  const isWhole = (await historyProblem(repo)) === undefined
  const largest = isWhole ? await largestPaths(repo.gitDir, 3, signal) : []
  const paths = largest.map(({ path, diskBytes }) => `${showPath(path)} (${formatSize(diskBytes)})`)
  const most = paths.length > 0 ? `; most is taken by ${paths.join(', ')}` : ''
  const limit = `snapshot.max_store_size (${writeSize(maxBytes)})`
  const mebibytes = Math.floor(maxBytes / 1024 ** 2)
  return {
    problem: `the record takes ${formatSize(total)}, more than ${limit}${most}`,
    remedy: `Run \`flightrec gc --max-size ${mebibytes}MiB\`, or exclude what need not be recorded.`,
  }
}
