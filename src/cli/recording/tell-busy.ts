import type { Output } from '../terminal/output.ts'

/** Returns what tells the user, once, why a command waits. */
export function tellBusy(out: Output): (pid: number) => void {
  let isTold = false
  return (pid) => {
    if (!isTold) out.talk(`waiting for the daemon (process ${pid}), which is at work`)
    isTold = true
  }
}
