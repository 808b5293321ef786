import { existsSync, lstatSync, unlinkSync } from 'node:fs'
import { baseRaw, parentRaw, type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import { isStaged } from '../../model/staged-name.ts'
import { ActReader, isLeftBehind } from '../../store/timeline/act.ts'
import { openFolderBeneath } from '../../system/beneath.ts'
import { entriesAt } from '../../system/entries-at.ts'
import type { RepoCheck } from './check.ts'

/** Files in the root that a restore wrote beside their places, and was killed before it could rename them. */
export const restoreLeftovers: RepoCheck = {
  id: 'restore-leftovers',
  find({ repo: { root, gitDir } }) {
    if (root === '' || !existsSync(root) || isBeingRestored(gitDir)) return []
    return [...stagedBelow(root)].map((path) => ({
      subject: showPath(path),
      problem: 'an interrupted restore has left it in the watched folder',
      remedy: 'remove it',
      fix: () => removeStaged(root, path),
    }))
  },
}

function* stagedBelow(root: string): Generator<RawPath> {
  const pending: RawPath[] = [rawFromLatin1('')]
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const { path, entry } of entriesAt(root, folder)) {
      if (entry.isDirectory()) pending.push(path)
      else if (isStaged(path) && (entry.isFile() || entry.isSymbolicLink())) yield path
    }
  }
}

/** A restore that is at work holds no lock while it writes. */
function isBeingRestored(gitDir: string): boolean {
  const act = new ActReader(gitDir).read()
  return act !== undefined && !isLeftBehind(gitDir, act)
}

/** Follows no link. */
function removeStaged(root: string, path: RawPath): void {
  const folder = openFolderBeneath(root, parentRaw(path))
  try {
    const place = folder.at(baseRaw(path))
    if (!lstatSync(place).isDirectory()) unlinkSync(place)
  } finally {
    folder.close()
  }
}
