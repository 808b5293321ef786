/** Finds programs. */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { environment } from './environment.ts'

/**
 * Returns the path of the first program of this name on PATH; undefined when there is none. Relative entries of
 * PATH are passed over: they could name a program inside a watched folder.
 */
export function findOnPath(name: string): string | undefined {
  return (environment('PATH') ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isProgram)
}

/** Whether `path` is a file that this user may execute. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Absent or not for us: either way not a program we can start.
    return false
  }
}

/** Returns the path of this program, as it was started. */
export function ownProgram(): string {
  return process.argv[1]!
}
