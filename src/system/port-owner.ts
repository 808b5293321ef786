/** Which process listens on a port of this machine, as far as the system tells us. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'

interface PortOwner {
  pid: number
  command: string
}

/** Only Linux tells, and only of our own processes unless we are root; else undefined. */
export function portOwner(port: number): PortOwner | undefined {
  if (process.platform !== 'linux') return undefined
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeners(table, port)))
  if (sockets.size === 0) return undefined
  for (const pid of namesOf('/proc').filter((name) => /^\d+$/.test(name))) {
    const fds = namesOf(`/proc/${pid}/fd`)
    if (!fds.some((fd) => sockets.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '')))
      continue
    const words = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? ''
    return { pid: Number(pid), command: words.replaceAll('\0', ' ').trim() }
  }
  return undefined
}

/** Returns `socket:[…]` of each socket that listens on the port; proc_net(5): local address, state, inode. */
function listeners(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const lines = attempt(() => readFileSync(`/proc/net/${table}`, 'latin1'))?.split('\n') ?? []
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    return state === LISTENING && local.endsWith(`:${wanted}`) ? `socket:[${inode}]` : []
  })
}

function namesOf(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? []
}

/** The result, or undefined when the process has gone or is not ours to look at. */
function attempt<Found>(look: () => Found): Found | undefined {
  try {
    return look()
  } catch {
    // ENOENT, ESRCH: gone; EACCES: another user's.
    return undefined
  }
}
