/** What a process and those it started use, as Linux tells in /proc. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

export interface Usage {
  residentBytes: number
  cpuMs: number
  processes: number
}

interface ProcessStat {
  pid: number
  parent: number
  cpuTicks: number
}

export const canReadUsage = existsSync('/proc/self/status')

/** @throws {Error} when the process is gone. */
export function readUsage(pid: number): Usage {
  const family = familyOf(pid)
  const ticks = family.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0)
  return {
    residentBytes: family.reduce((sum, one) => sum + residentBytesOf(one.pid), 0),
    cpuMs: (ticks * 1000) / ticksPerSecond(),
    processes: family.length,
  }
}

/** Returns the processor time of one process alone. */
export function cpuMsOf(pid: number): number {
  return ((readStat(pid)?.cpuTicks ?? 0) * 1000) / ticksPerSecond()
}

function familyOf(pid: number): ProcessStat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
  const family = all.filter((one) => one.pid === pid)
  if (family.length === 0) throw new Error(`process ${pid} is gone`)
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid))
  return family
}

function readStat(pid: number): ProcessStat | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    // It ended since the folder was listed.
    return undefined
  }
  // The name stands in brackets and may hold anything; the fields after it are numbers, from the third on.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { pid, parent: Number(fields[1]), cpuTicks: Number(fields[11]) + Number(fields[12]) }
}

function residentBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

function ticksPerSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
}
