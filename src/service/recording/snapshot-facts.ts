/** What is told of a snapshot beyond what the recorder returns: renames, and why paths were skipped. */

import { findRenames } from '../../git/compare/diff.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { type Change, changedPath } from '../../model/change.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { SnapshotResult } from '../../record/snapshot/snapshot-request.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readMetaByPath } from '../../store/timeline/meta-by-path.ts'
import { type SkippedJson, skippedJson } from '../json/record-line.ts'

/** Beyond this, git would be asked to compare too much for one line on a screen. */
const RENAME_CHANGES_MAX = 100_000
const SKIPPED_SHOWN_MAX = 100

/** Returns the changes of a new snapshot with what git takes for renames in place of what went and came. */
export async function withRenames(
  gitDir: string,
  { snapshot, changes }: SnapshotResult,
): Promise<readonly Change[]> {
  const has = (type: Change['type']) => changes.some((change) => change.type === type)
  const isWorthwhile = snapshot.parent && has('added') && has('removed')
  if (!isWorthwhile || changes.length > RENAME_CHANGES_MAX) return changes
  const query = { before: snapshot.parent, after: snapshot.commit }
  const renames = await findRenames(gitDir, query, changes)
  const gone = new Set(renames.map(({ before }) => before!.path))
  const come = new Set(renames.map(({ after }) => after!.path))
  const others = changes.filter(({ type, before, after }) => {
    if (type === 'removed') return !gone.has(before!.path)
    return type !== 'added' || !come.has(after!.path)
  })
  return [...others, ...renames].sort((a, b) => (changedPath(a) < changedPath(b) ? -1 : 1))
}

/** Returns some of the paths that a snapshot could not hold, with the reasons. */
export async function skippedFiles(
  { gitDir, root }: ShadowRepo,
  snapshot: Snapshot,
): Promise<SkippedJson[]> {
  if (snapshot.meta === undefined || snapshot.skipped === 0) return []
  const reader = new ObjectReader(gitDir)
  try {
    const found: SkippedJson[] = []
    for (const [path, { reason }] of await readMetaByPath(reader, snapshot)) {
      if (reason !== undefined) found.push(skippedJson(root, path, reason))
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, SKIPPED_SHOWN_MAX)
  } finally {
    reader.close()
  }
}
