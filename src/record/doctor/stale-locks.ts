import { join } from 'node:path'
import { lockFiles, workersIn } from '../../git/upkeep/lock-files.ts'
import { showText } from '../../model/show.ts'
import { removeIfThere } from '../../system/files.ts'
import type { RepoCheck } from './check.ts'

/** Locks that a killed git or recorder left. Their age says nothing: a slow writer may still be at work. */
export const staleLocks: RepoCheck = {
  id: 'stale-locks',
  find({ repo: { gitDir } }) {
    const workers = workersIn(gitDir)
    return lockFiles(gitDir).map((path) => {
      const file = join(gitDir, path)
      const subject = showText(file)
      if (workers?.length === 0) {
        const fix = () => void removeIfThere(file)
        return { subject, problem: 'its owner is dead', remedy: 'remove it', fix }
      }
      if (workers === undefined) {
        const remedy = `Check that no git works there, then run \`rm ${subject}\`.`
        return { subject, problem: 'it may be stale', remedy }
      }
      const problem = `process ${workers.join(', ')} works in the repo and may hold it`
      return { subject, problem, remedy: 'Wait for it to end.' }
    })
  },
}
