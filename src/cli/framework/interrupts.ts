/** Ctrl-C, Ctrl-\, SIGTERM and a terminal that goes away: the first asks for an end, the second makes it. */
import { ERRORS } from '../../model/errors.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** What may hold back a hasty end. */
interface InterruptPolicy {
  /** Ends the process at once. */
  leave(exitCode: number): void
  /** Whether the pager has the terminal: then Ctrl-C is meant for it. */
  isPaging(): boolean
}

/** Returns a controller whose signal is aborted by the first interrupt. */
export function listenForInterrupts(policy: InterruptPolicy): AbortController {
  const controller = new AbortController()
  for (const name of SIGNALS) {
    process.on(name, () => {
      const isAgain = controller.signal.aborted
      controller.abort()
      if (isAgain && !(name === 'SIGINT' && policy.isPaging())) {
        policy.leave(ERRORS.interrupted.exitCode)
      }
    })
  }
  return controller
}
