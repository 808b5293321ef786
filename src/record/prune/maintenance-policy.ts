/** When a running recorder tidies its repo by itself, and when a store has grown too large. */
import { diskUsage } from '../../git/disk-usage.ts'
import { repackIncrementally as repackParts } from '../../git/repack.ts'
import { showSize } from '../../model/quantities.ts'
import { showPath } from '../../model/show.ts'
import type { ShadowRepo } from '../../store/shadow-repos.ts'
import { largestPaths } from './repo-history.ts'

/** git's own limits for its automatic maintenance (gc.auto, gc.autoPackLimit). */
const LOOSE_MAX = 6700
const PACKS_MAX = 50

/** Whether so many loose objects or packs have gathered that reading slows down. */
export function needsRepack(gitDir: string): boolean {
  const { looseObjects, packs } = diskUsage(gitDir)
  return looseObjects > LOOSE_MAX || packs > PACKS_MAX
}

/** Joins loose objects and small packs at low priority; snapshots go on meanwhile. Drops nothing. */
export async function repackIncrementally(repo: ShadowRepo, signal?: AbortSignal): Promise<void> {
  await repackParts(repo.gitDir, { signal })
}

/** Returns a warning when the repos together take more than `maxBytes` (0: no limit); it names what costs most. */
export async function storeSizeWarning(
  repos: readonly ShadowRepo[],
  maxBytes: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (maxBytes === 0 || repos.length === 0) return undefined
  const sizes = repos.map((repo) => ({ repo, bytes: diskUsage(repo.gitDir).totalBytes }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total <= maxBytes) return undefined
  const { repo } = sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a))
  const paths = (await largestPaths(repo.gitDir, 3, signal)).map(
    ({ path, diskBytes }) => `${showPath(path)} (${showSize(diskBytes)})`,
  )
  const most = paths.length > 0 ? `; most is taken by ${paths.join(', ')}` : ''
  const mebibytes = Math.floor(maxBytes / 1024 ** 2)
  return (
    `the record takes ${showSize(total)}, more than snapshot.max_store_size ` +
    `(${showSize(maxBytes)})${most}; run \`flightrec gc --max-size ${mebibytes}MiB\``
  )
}
