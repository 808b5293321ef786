/**
 * Opens an address in the user's browser. The arguments of a program can be read by every user of the machine, and the
 * address lets in: so the browser is given a file of this user's that goes on to it.
 */
import { errnoOf } from '../../model/errors.ts'
import type { Home } from '../../store/home/home.ts'
import { writeDoorway } from '../../store/home/served-pages.ts'
import { environment } from '../../system/environment.ts'
import { runUserProgram } from '../../system/user-program.ts'
import type { Output } from './output.ts'

/** What cannot be opened is said: the address stands there to be opened by hand. */
export async function openInBrowser(
  home: Home,
  { port, url }: { port: number; url: string },
  out: Output,
): Promise<void> {
  const system = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const program = environment('BROWSER')?.trim() || system
  try {
    const exitCode = await runUserProgram(program, [writeDoorway(home, port, url)])
    if (exitCode !== 0) out.warn(`'${program}' did not open the address (exit code ${exitCode})`)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    out.warn(`the address is not opened: ${(error as Error).message}`)
  }
}
