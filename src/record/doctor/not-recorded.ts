/** What is known not to be recorded right now. */
import { existsSync } from 'node:fs'
import { GAP_REASONS } from '../../model/gap.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import { isAlwaysRecorded } from '../../store/home/always-recorded.ts'
import { readOpenGaps } from '../../store/timeline/open-gaps.ts'
import { readWatchState } from '../../store/timeline/watch-state.ts'
import { processStart } from '../../system/process-identity.ts'
import type { Problem, RepoCheck } from './check.ts'

export const notRecorded: RepoCheck = {
  id: 'not-recorded',
  find({ repo, isFixing }) {
    const subject = showText(repo.root)
    const open = readOpenGaps(repo.gitDir).map(({ reason, from, detail }): Problem => {
      const why = `${GAP_REASONS[reason]}${detail === undefined ? '' : ` (${showText(detail)})`}`
      const remedy = 'Run `flightrec daemon status` to see whether that goes on.'
      return { subject, problem: `not recorded since ${moment(from)}: ${why}`, remedy }
    })
    // Who mends has the home for itself, and nobody can record; of a folder that is gone, more is said elsewhere.
    const isToSee = !isFixing && existsSync(repo.root)
    const since = isToSee ? unwatchedSince(repo.gitDir) : undefined
    if (since === undefined) return open
    const start = isAlwaysRecorded(repo) ? '' : ` ${shellWord(subject)}`
    const remedy = `Run \`flightrec daemon start${start}\`.`
    return [...open, { subject, problem: `nothing watches it since ${moment(since)}`, remedy }]
  },
}

/** Of a watch that was to go on: one that was ended on purpose has done what it was for. */
function unwatchedSince(gitDir: string): number | undefined {
  const state = readWatchState(gitDir)
  if (!state) return undefined
  const { stopped, seen, pid } = state
  if (stopped !== undefined) return isAlwaysRecorded({ gitDir }) ? stopped : undefined
  return processStart(pid) === undefined ? seen : undefined
}

function moment(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
