/** Who removed each line of an older state of a file. */
import { gitBlameOnwards } from '../../git/compare/blame.ts'
import { asOfPath } from '../../model/later-evidence.ts'
import type { Oid } from '../../model/oid.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { FileVersion } from '../history/file-life.ts'
import type { RepoView } from '../repo/repo-view.ts'

export interface RemovedLine {
  /** In the oldest of the versions, from 1. */
  line: number
  /** The first version that has it no more. */
  by: FileVersion
  snapshot: Snapshot
}

/**
 * Follows the lines of the first version through the others, which are in order and have content.
 * @throws {FlightrecError} git-failed, when one of them has no such file.
 */
export async function readRemovedLines(
  view: RepoView,
  versions: readonly FileVersion[],
): Promise<RemovedLine[]> {
  const [first, last] = [versions[0], versions.at(-1)]
  if (!first || !last || first === last) return []
  const chain = versions.map(({ snapshot }) => snapshot.commit)
  const places = new Map<Oid, number>(chain.map((commit, place) => [commit, place]))
  const lines = await gitBlameOnwards(view.gitDir, chain, first.path)
  const removed: RemovedLine[] = []
  for (const { line, lastIn } of lines) {
    const by = versions[(places.get(lastIn) ?? versions.length) + 1]
    if (!by) continue
    const snapshot = asOfPath(await view.later.complete(by.snapshot), by.path)
    removed.push({ line, by, snapshot })
  }
  return removed
}
