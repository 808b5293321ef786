/** Runs a program whose terminal is not recorded: with the streams of this process, as without us. */
import { sendSignal } from '../../system/child-processes.ts'
import { startInherited } from '../../system/inherited-process.ts'

const PASSED_ON = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const
/** Those of keys come to the program, too: it is in the same group of processes. */
const OF_KEYS = ['SIGINT', 'SIGQUIT'] as const

export interface PipedRun {
  /** Path of a program, and its arguments. */
  command: readonly string[]
  /** All there are. */
  variables: Readonly<Record<string, string>>
  folder: string
  /** Called once the program is there. */
  onStarted(): void
}

/** Returns the exit code of the program, or 128 and the number of the signal that ended it. */
export async function runOnPipes(run: PipedRun): Promise<number> {
  const { pid, ended } = startInherited(run.command, run.variables, run.folder)
  if (pid !== undefined) run.onStarted()
  for (const signal of PASSED_ON) process.on(signal, () => pid && sendSignal(pid, signal))
  for (const signal of OF_KEYS) {
    process.on(signal, () => {
      // Not for us: what the program makes of it decides.
    })
  }
  return await ended
}
