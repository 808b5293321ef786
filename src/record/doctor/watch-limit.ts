import { MAIN, readRef } from '../../git/history/refs.ts'
import { gitText } from '../../git/process/run.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { readTextIfThere } from '../../system/files.ts'
import type { RepoCheck } from './check.ts'

const LIMIT = '/proc/sys/fs/inotify/max_user_watches'

/** Linux lets a user watch so many folders; beyond that, changes are only found by polling. */
export const watchLimit: RepoCheck = {
  id: 'watch-limit',
  async find({ repo }) {
    const limit = Number(readTextIfThere(LIMIT) ?? Number.NaN)
    if (Number.isNaN(limit)) return []
    const folders = await countFolders(repo.gitDir)
    if (folders < limit * 0.9) return []
    return [
      {
        subject: showText(repo.root),
        problem: `it has ${folders} folders, and the system lets a user watch ${limit}`,
        remedy: `Run \`sysctl fs.inotify.max_user_watches=${folders * 2}\` as the administrator.`,
      },
    ]
  },
}

async function countFolders(gitDir: string): Promise<number> {
  try {
    if (readRef(gitDir, MAIN) === undefined) return 0
    return (await gitText(gitDir, ['ls-tree', '-r', '-d', '-z', '--name-only', MAIN])).split('\0')
      .length
  } catch (error) {
    // A damaged store has its own checks, before this one.
    if (error instanceof FlightrecError) return 0
    throw error
  }
}
