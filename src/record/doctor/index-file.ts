import { join } from 'node:path'
import { indexProblem } from '../../git/index-file/index-check.ts'
import { showText } from '../../model/show.ts'
import { removeIfThere } from '../../system/files.ts'
import type { RepoCheck } from './check.ts'

/** A damaged index stops plain git; it is only a cache. */
export const indexFile: RepoCheck = {
  id: 'index',
  async find({ repo: { gitDir } }) {
    const problem = await indexProblem(gitDir)
    if (!problem) return []
    const path = join(gitDir, 'index')
    const remedy = 'remove it; the next snapshot makes it anew'
    return [{ subject: showText(path), problem, remedy, fix: () => void removeIfThere(path) }]
  },
}
