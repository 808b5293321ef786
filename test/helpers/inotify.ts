/** The kernel's limits of watching: lowered for one process and its children, by a user namespace of their own. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Limit = 'max_inotify_watches' | 'max_inotify_instances'

/** Returns the words to put before a command, so that it runs with a lower limit and nobody else does. */
export function withLimit(limit: Limit, value: number): string[] {
  const script = `echo ${value} > /proc/sys/user/${limit} && exec "$@"`
  return ['unshare', '--user', '--map-root-user', 'sh', '-c', script, 'sh']
}

export const canLowerInotify =
  process.platform === 'linux' && isDone(withLimit('max_inotify_watches', 20))
if (!canLowerInotify) {
  process.stderr.write('skipped: no user namespace of our own, in which limits can be lowered\n')
}

function isDone([program, ...args]: string[]): boolean {
  return spawnSync(program!, [...args, 'true']).status === 0
}

/** How many events wait for a process at most; beyond it they are lost. */
function queueLength(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'))
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** More than this would take a test too long to write. */
const LENGTH_MAX = 200_000

export const canOverrunInotify = queueLength() <= LENGTH_MAX
if (!canOverrunInotify) {
  process.stderr.write('skipped: a queue of inotify events that is too long to be overrun\n')
}

/** Makes more events in a folder than the kernel keeps for who does not read them. */
export function overrunInotify(folder: string): void {
  const names = ['one', 'other'].map((name) => join(folder, name))
  // Events of one file that follow one another are one event.
  for (let n = 0; n < queueLength() + 100; n += 1) appendFileSync(names[n % 2]!, 'x')
}
