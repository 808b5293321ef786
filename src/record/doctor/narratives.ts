import { NOTES, readRef } from '../../git/history/refs.ts'
import { gitResult } from '../../git/process/run.ts'
import { showCount } from '../../model/quantities.ts'
import { resetNarratives, soundNarratives } from '../../store/narratives.ts'
import { forgetEarlierNotes } from '../prune/drop-narratives.ts'
import type { RepoCheck } from './check.ts'

/** Notes that cannot be read keep git from repacking. They are opinions and can be made anew: the others stay. */
export const narrativesCheck: RepoCheck = {
  id: 'narratives',
  async find({ repo: { gitDir } }) {
    if (readRef(gitDir, NOTES) === undefined) return []
    const args = ['rev-list', '--objects', '--quiet', NOTES]
    if ((await gitResult(gitDir, args, { accept: [1, 128] })).exitCode === 0) return []
    const { notes, damaged } = await soundNarratives(gitDir)
    const what = damaged === 0 ? 'an earlier state' : showCount(damaged, 'narrative')
    return [
      {
        subject: NOTES,
        problem: `${what} of it cannot be read`,
        remedy: `keep the ${showCount(notes.size, 'narrative')} that can be read, in one commit`,
        fix: async () => forgetEarlierNotes(gitDir, await resetNarratives(gitDir, notes)),
      },
    ]
  },
}
