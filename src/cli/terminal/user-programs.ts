/** The user's editor and pager, for the screens to hand the terminal to. */
import { FlightrecError } from '../../model/errors.ts'
import { environment } from '../../system/environment.ts'
import { NOT_FOUND } from '../../system/find-program.ts'
import { runUserProgram, startUserProgram } from '../../system/user-program.ts'
import { choosePager } from './pager.ts'

/** Opens a file in the user's editor: VISUAL, else EDITOR, else vi. */
export async function editFile(path: string): Promise<void> {
  const editor = environment('VISUAL')?.trim() || environment('EDITOR')?.trim() || 'vi'
  if ((await runUserProgram(editor, [path])) === NOT_FOUND) throw notThere(editor, 'EDITOR')
}

/** Shows a text in the user's pager; with none, in one that waits for a key. */
export async function pageText(text: string): Promise<void> {
  const pager = choosePager() ?? 'less'
  const program = startUserProgram(pager, { LESS: environment('LESS') ?? 'R' })
  program.stdin.on('error', () => {
    // It was left before it had read everything.
  })
  program.stdin.end(text)
  if ((await program.ended) === NOT_FOUND) throw notThere(pager, 'PAGER')
}

function notThere(program: string, variable: string): FlightrecError {
  return new FlightrecError('failed', `cannot start '${program}'`, {
    hint: `Set ${variable} to a program that is there.`,
  })
}
