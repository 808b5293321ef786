/** The only reader of environment variables. */
import { readlinkSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'

/** Returns the value of a variable; undefined when it is not set. */
export function environment(name: string): string | undefined {
  return process.env[name]
}

/** Does `work` as if the variable were not set. */
export async function withoutVariable<Result>(
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const value = process.env[name]
  delete process.env[name]
  try {
    return await work()
  } finally {
    if (value !== undefined) process.env[name] = value
  }
}

/** Every variable that is set. */
export function environmentVariables(): [name: string, value: string][] {
  return Object.entries(process.env).map(([name, value]) => [name, value ?? ''])
}

/** The user's home folder; `HOME` when it is set. */
export function userHome(): string {
  return process.env.HOME || homedir()
}

/** Expands a leading `~` or `~/`. */
export function expandTilde(path: string): string {
  return path === '~' || path.startsWith('~/') ? userHome() + path.slice(1) : path
}

/** Returns the ids of the user; 0 on systems without. */
export function currentUser(): { uid: number; gid: number } {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
}

const GONE = ' (deleted)'

/**
 * The current folder, or, when it has been removed, where it was: whoever stands there means that place. Undefined
 * where the system does not tell.
 */
export function workingFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    // ENOENT: the folder is gone.
  }
  try {
    const link = readlinkSync('/proc/self/cwd')
    return link.endsWith(GONE) ? link.slice(0, -GONE.length) : link
  } catch {
    return undefined
  }
}

/** The current folder as the user came to it, be it through links; else as the system has it. */
export function logicalFolder(): string {
  const told = process.env.PWD
  const real = workingFolder() ?? '/'
  try {
    return told?.startsWith('/') && realpathSync(told) === realpathSync(real) ? told : real
  } catch {
    // It is gone, or was never there.
    return real
  }
}
