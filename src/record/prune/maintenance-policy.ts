/** When a running recorder tidies its repo by itself, and when a store has grown too large. */

import { hasPlainPacks } from '../../git/objects/plain-packs.ts'
import { compressPlainPacks, repackIncrementally } from '../../git/upkeep/repack.ts'
import { repoSize } from '../../git/upkeep/repo-size.ts'
import { showSize } from '../../model/quantities.ts'
import { showPath } from '../../model/show.ts'
import type { ShadowRepo } from '../../store/shadow-repos.ts'
import { historyProblem, largestPaths } from './repo-history.ts'

/** git's own limits for its automatic maintenance (gc.auto, gc.autoPackLimit). */
const LOOSE_MAX = 6700
const PACKS_MAX = 50

/**
 * Compresses what a bulk capture packed in a hurry, and joins loose objects and small packs once so many have
 * gathered that reading slows down. At low priority; snapshots go on meanwhile. Drops nothing.
 */
export async function tidyObjects(gitDir: string, signal?: AbortSignal): Promise<void> {
  if (hasPlainPacks(gitDir)) await compressPlainPacks(gitDir, { signal })
  const { looseObjects, packs } = repoSize(gitDir)
  if (looseObjects > LOOSE_MAX || packs > PACKS_MAX) await repackIncrementally(gitDir, { signal })
}

/** Returns a warning when the repos together take more than `maxBytes` (0: no limit); it names what costs most. */
export async function storeSizeWarning(
  repos: readonly ShadowRepo[],
  maxBytes: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (maxBytes === 0 || repos.length === 0) return undefined
  const sizes = repos.map((repo) => ({ repo, bytes: repoSize(repo.gitDir).totalBytes }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total <= maxBytes) return undefined
  const { repo } = sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a))
  const isWhole = (await historyProblem(repo)) === undefined
  const largest = isWhole ? await largestPaths(repo.gitDir, 3, signal) : []
  const paths = largest.map(({ path, diskBytes }) => `${showPath(path)} (${showSize(diskBytes)})`)
  const most = paths.length > 0 ? `; most is taken by ${paths.join(', ')}` : ''
  const mebibytes = Math.floor(maxBytes / 1024 ** 2)
  return (
    `the record takes ${showSize(total)}, more than snapshot.max_store_size ` +
    `(${showSize(maxBytes)})${most}; run \`flightrec gc --max-size ${mebibytes}MiB\``
  )
}
