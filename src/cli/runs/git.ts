import { passToGit } from '../../git/process/passthrough.ts'
import { FlightrecError } from '../../model/errors.ts'
import { placeFor } from '../../review/repo/repo-choice.ts'
import { workingFolder } from '../../system/environment.ts'
import { repoHereToWrite } from '../changes/reading.ts'
import type { gitCommand } from '../commands/git.ts'
import type { ContextOf } from '../framework/command.ts'

export async function run(context: ContextOf<typeof gitCommand>): Promise<number> {
  if (context.rest.length === 0) {
    throw new FlightrecError('usage', 'nothing was given to run', {
      hint: 'Put what git shall do after `--`, e.g. `flightrec git -- log --oneline`.',
    })
  }
  // git may write, too: to a root one stands in or names.
  const repo = repoHereToWrite(context)
  return await passToGit({ gitDir: repo.gitDir, ...placeFor(repo, workingFolder()) }, context.rest)
}
