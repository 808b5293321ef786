/** Which processes a process has started. */
import { execFileSync } from 'node:child_process'
import { readTextIfThere } from './files.ts'

/** Returns the ids of the children of a process; none when it is gone. */
export function childProcesses(pid: number): number[] {
  const told = readTextIfThere(`/proc/${pid}/task/${pid}/children`)
  return told === undefined ? childrenByPs(pid) : told.trim().split(' ').filter(Boolean).map(Number)
}

function childrenByPs(pid: number): number[] {
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')
    const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number))
    return pairs.flatMap(([child, parent]) => (parent === pid && child ? [child] : []))
  } catch {
    // There is no ps: nobody to be told of.
    return []
  }
}

/** Sends a signal; returns whether there was somebody to get it. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    // ESRCH: it has ended. EPERM: it is somebody else's, and so none that we have started.
    return false
  }
}
