/** Which running processes work in a folder: told by their current folder, open files and arguments. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isInFolder } from '../model/absolute-path.ts'
import { processStart } from './process-identity.ts'

interface ProcessUse {
  pid: number
  command: string
}

/**
 * Returns the processes, other than this one and its children, that use `folder` or something below it. Only
 * Linux tells; elsewhere undefined. Processes of other users count when the system lets us look.
 */
export function processesUsing(folder: string): ProcessUse[] | undefined {
  if (process.platform !== 'linux') return undefined
  const found: ProcessUse[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const command = attempt(() => readFileSync(join('/proc', name, 'cmdline'), 'utf8')) ?? ''
    if (parentOf(name) === process.pid || !uses(name, command, folder)) continue
    found.push({ pid, command: command.replaceAll('\0', ' ').trim() })
  }
  return found
}

/** Whether a process of this id runs now, be it another than the one meant. */
export function isRunning(pid: number): boolean {
  return processStart(pid) !== undefined
}

function uses(pid: string, command: string, folder: string): boolean {
  if (
    isIn(
      attempt(() => readlinkSync(join('/proc', pid, 'cwd'))),
      folder,
    )
  )
    return true
  if (command.split('\0').some((argument) => isIn(argument.replace(/^[^/]*=/, ''), folder)))
    return true
  const files = attempt(() => readdirSync(join('/proc', pid, 'fd'))) ?? []
  return files.some((fd) =>
    isIn(
      attempt(() => readlinkSync(join('/proc', pid, 'fd', fd))),
      folder,
    ),
  )
}

function isIn(path: string | undefined, folder: string): boolean {
  return path !== undefined && isInFolder(folder, path)
}

function parentOf(pid: string): number | undefined {
  const stat = attempt(() => readFileSync(join('/proc', pid, 'stat'), 'latin1'))
  return stat === undefined
    ? undefined
    : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** The result, or undefined when the process has gone or is not ours to look at. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    // ENOENT, ESRCH: gone; EACCES: another user's.
    return undefined
  }
}
