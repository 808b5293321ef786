/**
 * Tells processes apart for good: a pid is used again, so it counts only together with the moment the
 * process started, the boot it belongs to and the pid namespace it is counted in.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { readTextIfThere } from './files.ts'

export interface ProcessIdentity {
  pid: number
  /** When the process started, in the system's own words; only good for comparing. */
  started: string
  boot: string
  host: string
  /** Pid namespace, so that a container does not take the host's processes for dead; '' where there are none. */
  namespace: string
}

/** What is known of a process: `unknown` when it belongs to another host or container. */
type ProcessState = 'alive' | 'dead' | 'unknown'

let own: ProcessIdentity | undefined

export function ownIdentity(): ProcessIdentity {
  own ??= {
    pid: process.pid,
    started: processStart(process.pid) ?? '',
    boot: bootId(),
    host: hostname(),
    namespace: pidNamespace(),
  }
  return own
}

export function isOwnIdentity({ pid, started, boot }: ProcessIdentity): boolean {
  const self = ownIdentity()
  return pid === self.pid && started === self.started && boot === self.boot
}

/** How this process was started, for people: its verb and the folders given, and nothing else that was typed. */
export function ownCommand(): string {
  const words = process.argv.slice(2)
  const options = words.findIndex((word) => word.startsWith('-'))
  const plain = words
    .slice(0, options < 0 ? undefined : options)
    .filter((word, at) => /^[/.~]/.test(word) || (at < 2 && /^[a-z-]{1,16}$/.test(word)))
  return ['flightrec', ...plain].join(' ').slice(0, 200)
}

/** Returns whether the very process that bore this identity still runs. */
export function processState(identity: ProcessIdentity): ProcessState {
  const self = ownIdentity()
  if (identity.host !== self.host && identity.boot !== self.boot) return 'unknown'
  if (identity.boot !== self.boot) return 'dead'
  if (identity.namespace !== self.namespace) return 'unknown'
  return processStart(identity.pid) === identity.started ? 'alive' : 'dead'
}

/** Returns a short mark that no other process of the same pid has; undefined when there is no such process. */
export function birthMark(pid: number): string | undefined {
  const started = processStart(pid)
  if (started === undefined) return undefined
  return createHash('sha1').update(`${ownIdentity().boot} ${started}`).digest('hex').slice(0, 12)
}

/** Returns when process `pid` started; undefined when there is none, or only its zombie. */
export function processStart(pid: number): string | undefined {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid)
}

/** proc_pid_stat(5): field 3 is the state, field 22 the start; the name in field 2 may hold anything. */
function startFromProc(pid: number): string | undefined {
  const stat = readProcIfThere(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

function readProcIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // ENOENT, ESRCH: the process is gone. There is no other way for this file to fail.
    return undefined
  }
}

function startFromPs(pid: number): string | undefined {
  try {
    const said = execFileSync('/bin/ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    return said === '' || said.startsWith('Z') ? undefined : said.replace(/^\S+\s+/, '')
  } catch {
    // ps exits 1 when there is no such process.
    return undefined
  }
}

function bootId(): string {
  if (process.platform === 'linux') {
    return readTextIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
  }
  return execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], {
    encoding: 'utf8',
    env: {},
  }).trim()
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    // No pid namespaces here: macOS, or a kernel without them.
    return ''
  }
}
