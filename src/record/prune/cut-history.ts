/** Cuts the old end of a repo's chains with git's shallow boundary. The names of the commits kept stay as they are. */
import { join } from 'node:path'
import { readReflog, writeReflog } from '../../git/history/reflog.ts'
import { GAPS, MAIN, META, withRefLock } from '../../git/history/refs.ts'
import { readShallow, writeShallow } from '../../git/history/shallow.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import type { Oid } from '../../model/oid.ts'
import { parseGapMessage } from '../../model/snapshot-message.ts'
import { type ChainLink, walkChain } from '../../store/timeline/timeline-walk.ts'
import { removeFolder, removeIfThere } from '../../system/files.ts'
import type { KeptSnapshot } from './repo-history.ts'

/**
 * Drops everything before the oldest of `kept`: snapshots, the modes and owners only they name, and the gaps
 * that ended before. What is dropped is still on disk afterwards, until a repack.
 */
export async function cutHistory(gitDir: string, kept: readonly KeptSnapshot[]): Promise<void> {
  const oldest = kept.at(-1)!
  const metas = new Set(kept.map(({ meta }) => meta))
  const reader = new ObjectReader(gitDir)
  const { commits } = readShallow(gitDir)
  const trims: (() => Promise<void>)[] = []
  try {
    trims.push(await cutChain(gitDir, reader, commits, MAIN, ({ oid }) => oid === oldest.commit))
    trims.push(await cutChain(gitDir, reader, commits, META, lastAmong(metas)))
    const endsBefore = ({ commit }: ChainLink) => {
      const gap = commit && parseGapMessage(commit.message)
      return gap !== undefined && gap.to < oldest.time
    }
    trims.push(await cutChain(gitDir, reader, commits, GAPS, endsBefore))
  } finally {
    reader.close()
  }
  // git passes over the commit graph of a repo with a boundary, and the parents in it are going.
  removeIfThere(join(gitDir, 'objects/info/commit-graph'))
  removeFolder(join(gitDir, 'objects/info/commit-graphs'))
  // In this order a crash leaves reflogs that name too much, which the next gc trims: never too little.
  writeShallow(gitDir, commits)
  for (const trim of trims) await trim()
}

/** Stops at the link that holds the last of `wanted`; at none, when one of them is further back than the chain. */
function lastAmong(wanted: ReadonlySet<Oid | undefined>): (link: ChainLink) => boolean {
  const left = new Set([...wanted].filter((oid) => oid !== undefined))
  return ({ oid }) => {
    left.delete(oid)
    return left.size === 0
  }
}

/**
 * Makes the first link, from the newest, that `isLast` accepts the oldest of its chain in `boundary`. Returns
 * what trims the reflog, for when the boundary is written.
 */
async function cutChain(
  gitDir: string,
  reader: ObjectReader,
  boundary: Set<Oid>,
  ref: string,
  isLast: (link: ChainLink) => boolean,
): Promise<() => Promise<void>> {
  let last: ChainLink | undefined
  const kept = new Set<Oid>()
  let isFound = false
  for await (const link of walkChain(gitDir, ref, reader)) {
    if (!isFound) {
      kept.add(link.oid)
      last = link
      isFound = isLast(link)
    } else boundary.delete(link.oid)
  }
  const oldest = last
  if (!oldest || !isFound || !oldest.commit?.parents.length) return async () => {}
  boundary.add(oldest.oid)
  return () => withRefLock(gitDir, ref, () => trimReflog(gitDir, ref, oldest.oid, kept))
}

/** Under the ref's lock nobody adds to its reflog; what was added since the chain was walked stays. */
function trimReflog(gitDir: string, ref: string, oldest: Oid, kept: ReadonlySet<Oid>): void {
  const { entries } = readReflog(gitDir, ref)
  const first = entries.findIndex(({ to }) => to === oldest)
  const from = first >= 0 ? first : entries.findIndex(({ to }) => kept.has(to))
  if (from > 0) writeReflog(gitDir, ref, entries.slice(from))
}
