/** The index of a shadow repo, for comparing with the work tree. Never writes to the repo. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EMPTY_BLOB, type Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { toGitPath } from '../objects/names.ts'
import { git, gitResult } from '../process/run.ts'

/** A file to list in the index beyond what the commit holds, so that a diff shows it as added. */
interface IndexAddition {
  path: RawPath
  isLink: boolean
}

/** How an index is to differ from what a commit holds. */
interface IndexChanges {
  added: readonly IndexAddition[]
  /** Not to be looked at by a diff, as if they were the same. */
  unseen: readonly RawPath[]
}

/**
 * Calls `use` with an index that lists what `commit` holds, but for `changes`: the repo's own (undefined) when it
 * does, else a temporary one that keeps what stat data the own one has, so that only files without are read.
 */
export async function withIndexOf<Result>(
  gitDir: string,
  commit: Oid,
  { added, unseen }: IndexChanges,
  use: (indexFile: string | undefined) => Promise<Result>,
): Promise<Result> {
  const own = join(gitDir, 'index')
  const isAsIs = added.length === 0 && unseen.length === 0
  if (isAsIs && (await isIndexOf(gitDir, own, commit))) return await use(undefined)
  const folder = mkdtempSync(join(tmpdir(), 'flightrec-index-'))
  try {
    const indexFile = join(folder, 'index')
    if (existsSync(own)) copyFileSync(own, indexFile)
    const merge = ['read-tree', '-m', commit]
    if ((await gitResult(gitDir, merge, { indexFile, accept: [128] })).exitCode !== 0) {
      // The own index is damaged: do without it.
      rmSync(indexFile, { force: true })
      await git(gitDir, ['read-tree', commit], { indexFile })
    }
    await addToIndex(gitDir, indexFile, added)
    const hide = ['update-index', '-z', '--assume-unchanged', '--stdin']
    const input = Buffer.from(unseen.map((path) => `${toGitPath(path)}\0`).join(''), 'latin1')
    if (unseen.length > 0) await git(gitDir, hide, { indexFile, input })
    keepAge(own, indexFile)
    return await use(indexFile)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * git takes a file for the same when its size and time are, unless its time is that of the index or later. A copy
 * that was younger would hide a change made right after the snapshot.
 */
function keepAge(own: string, copy: string): void {
  const stat = statSync(own, { throwIfNoEntry: false })
  if (stat) utimesSync(copy, stat.atime, stat.mtime)
}

async function isIndexOf(gitDir: string, own: string, commit: Oid): Promise<boolean> {
  if (!existsSync(own)) return false
  const check = ['diff-index', '--cached', '--quiet', commit, '--']
  return (await gitResult(gitDir, check, { accept: [1, 128] })).exitCode === 0
}

/** The entries have no stat data, so a diff looks at the files themselves. */
async function addToIndex(
  gitDir: string,
  indexFile: string,
  added: readonly IndexAddition[],
): Promise<void> {
  // git takes no entry under a name it refuses, and under an encoded name it would find no file.
  const lines = added
    .filter(({ path }) => toGitPath(path) === path)
    .map(({ path, isLink }) => `${isLink ? '120000' : '100644'} ${EMPTY_BLOB}\t${path}\0`)
  if (lines.length === 0) return
  const input = Buffer.from(lines.join(''), 'latin1')
  await git(gitDir, ['update-index', '-z', '--index-info'], { indexFile, input })
}
