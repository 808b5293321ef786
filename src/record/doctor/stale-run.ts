import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import { homeLockPath } from '../../store/home/home-lock.ts'
import { staleRunFiles } from '../../store/home/run-folder.ts'
import { removeIfThere } from '../../system/files.ts'
import type { HomeCheck, Problem } from './check.ts'

/** The lock and the socket of a daemon that is dead. Looked for before the doctor takes the lock itself. */
export const staleRun: HomeCheck = {
  id: 'stale-run',
  find: (home) => staleRunFiles(home).map((path) => describe(home, path)),
}

function describe(home: Home, path: string): Problem {
  const isLock = path === homeLockPath(home)
  return {
    subject: showText(path),
    problem: isLock ? 'its owner is dead' : 'nobody serves it',
    remedy: isLock ? 'take it over and let go of it' : 'remove it',
    fix: () => {
      // The lock is the doctor's own by now, and goes when it ends.
      if (!isLock) removeIfThere(path)
    },
  }
}
