import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Returns how long a process has worked, only good for comparing; undefined when that is not known. */
export function processorTime(pid: number | undefined): string | undefined {
  if (pid === undefined) return undefined
  try {
    return process.platform === 'linux' ? timeFromProc(pid) : timeFromPs(pid)
  } catch {
    // There is no such process, or it is not to be looked at.
    return undefined
  }
}

/** proc_pid_stat(5): fields 14 and 15; the name in field 2 may hold anything. */
function timeFromProc(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return `${fields[11]} ${fields[12]}`
}

function timeFromPs(pid: number): string {
  return execFileSync('/bin/ps', ['-o', 'time=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
