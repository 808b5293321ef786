import { leftoverFiles } from '../../git/upkeep/leftovers.ts'
import { showCount } from '../../model/counts.ts'
import { showText } from '../../model/show.ts'
import { removeIfThere } from '../../system/files.ts'
import type { RepoCheck } from './check.ts'

/** Packs and objects that a dead process was writing. */
export const temporaryFiles: RepoCheck = {
  id: 'temporary-files',
  find({ repo: { gitDir } }) {
    const files = leftoverFiles(gitDir)
    if (files.length === 0) return []
    return [
      {
        subject: showText(gitDir),
        problem: `${showCount(files.length, 'temporary file')} of dead processes`,
        remedy: 'remove them',
        fix: () => {
          for (const file of files) removeIfThere(file)
        },
      },
    ]
  },
}
