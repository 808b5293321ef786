/** The index of a shadow repo, for comparing with the work tree. Never writes to the repo. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Oid } from '../model/oid.ts'
import { git, gitResult } from './run.ts'

/**
 * Calls `use` with an index that lists what `commit` holds: the repo's own (undefined) when it does, else a
 * temporary one that keeps what stat data the own one has, so that only files without are read again.
 */
export async function withIndexOf<Result>(
  gitDir: string,
  commit: Oid,
  use: (indexFile: string | undefined) => Promise<Result>,
): Promise<Result> {
  const own = join(gitDir, 'index')
  const check = ['diff-index', '--cached', '--quiet', commit, '--']
  if (existsSync(own) && (await gitResult(gitDir, check, { accept: [1, 128] })).exitCode === 0) {
    return await use(undefined)
  }
  const folder = mkdtempSync(join(tmpdir(), 'flightrec-index-'))
  try {
    const indexFile = join(folder, 'index')
    if (existsSync(own)) copyFileSync(own, indexFile)
    const merged = await gitResult(gitDir, ['read-tree', '-m', commit], {
      indexFile,
      accept: [128],
    })
    if (merged.exitCode !== 0) {
      // The own index is damaged: do without it.
      rmSync(indexFile, { force: true })
      await git(gitDir, ['read-tree', commit], { indexFile })
    }
    return await use(indexFile)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
