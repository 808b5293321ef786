import { forgetEarlier } from '../../git/history/forget-earlier.ts'
import { NOTES, readRef } from '../../git/history/refs.ts'
import { gitResult } from '../../git/process/run.ts'
import { showCount } from '../../model/counts.ts'
import { NOTE_REFS, resetNotes, soundNotes } from '../../store/timeline/notes.ts'
import type { Problem, RepoCheck } from './check.ts'

/** Notes that cannot be read keep git from repacking. What they say can be made anew: the others stay. */
export const notesCheck: RepoCheck = {
  id: 'notes',
  async find({ repo: { gitDir } }) {
    const problems: Problem[] = []
    for (const ref of NOTE_REFS) problems.push(...(await problemsOf(gitDir, ref)))
    return problems
  },
}

async function problemsOf(gitDir: string, ref: string): Promise<Problem[]> {
  if (readRef(gitDir, ref) === undefined) return []
  const args = ['rev-list', '--objects', '--quiet', ref]
  if ((await gitResult(gitDir, args, { accept: [1, 128] })).exitCode === 0) return []
  const { notes, damaged } = await soundNotes(gitDir, ref)
  const noun = ref === NOTES ? 'narrative' : 'note'
  const what = damaged === 0 ? 'an earlier state' : showCount(damaged, noun)
  return [
    {
      subject: ref,
      problem: `${what} of it cannot be read`,
      remedy: `keep the ${showCount(notes.size, noun)} that can be read, in one commit`,
      fix: async () => forgetEarlier(gitDir, ref, await resetNotes(gitDir, ref, notes)),
    },
  ]
}
