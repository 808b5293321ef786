/** Ctrl-C: what is under way ends early, so that all that was built and started is taken away again. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Time for a signal to be seen here that has ended a program which was being measured. */
const SIGNAL_MS = 100

let isInterrupted = false

export class Interruption extends Error {
  override message = 'interrupted'
}

export function listenForInterruption(): void {
  const interrupt = () => {
    isInterrupted = true
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
}

/** Lets signals in and throws when one has come; to be called between two steps of a measurement. */
export async function stopIfInterrupted(): Promise<void> {
  await sleep(1)
  if (isInterrupted) throw new Interruption()
}

/** Returns why something failed: an interruption when that is what ended it. */
export async function reasonOf(error: unknown): Promise<unknown> {
  await sleep(SIGNAL_MS)
  return isInterrupted ? new Interruption() : error
}
