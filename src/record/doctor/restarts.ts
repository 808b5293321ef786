import { showCount } from '../../model/counts.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import { RESTARTS_TOLD_MS, readRestarts, restartsPath } from '../../store/home/restarts.ts'
import { removeIfThere } from '../../system/files.ts'
import type { HomeCheck, Problem } from './check.ts'

/** Errors that nobody caught: recording went on after them, but somebody should know. */
export const restartsCheck: HomeCheck = {
  id: 'restarts',
  find: (home) => describe(home),
}

function describe(home: Home): Problem[] {
  const restarts = readRestarts(home, RESTARTS_TOLD_MS)
  const last = restarts.at(-1)
  if (!last) return []
  return [
    {
      subject: showText(restartsPath(home)),
      problem:
        `recording began anew after ${showCount(restarts.length, 'error')} in a week, ` +
        `the last at ${last.time}: ${showText(last.message)}`,
      remedy: 'report it with the lines of logs/daemon.log; --fix forgets it',
      fix: () => void removeIfThere(restartsPath(home)),
    },
  ]
}
