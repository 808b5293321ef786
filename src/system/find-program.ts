/** Finds a program as a shell would: by the user's own PATH, all of it. */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { errnoOf } from '../model/errors.ts'

/** Exit codes with which a shell says why it could not run a program. */
export const NOT_EXECUTABLE = 126
export const NOT_FOUND = 127

/** Returns the path of the program that `name` means in `folder`, or the exit code that says why there is none. */
export function findProgram(name: string, path: string, folder: string): string | number {
  if (name === '') return NOT_FOUND
  if (name.includes('/')) {
    const verdict = judge(resolve(folder, name))
    return verdict === 'program' ? name : verdict
  }
  let worst = NOT_FOUND
  for (const entry of path.split(delimiter)) {
    const candidate = join(resolve(folder, entry), name)
    const verdict = judge(candidate)
    if (verdict === 'program') return candidate
    if (verdict === NOT_EXECUTABLE) worst = NOT_EXECUTABLE
  }
  return worst
}

function judge(path: string): 'program' | typeof NOT_FOUND | typeof NOT_EXECUTABLE {
  try {
    if (!statSync(path).isFile()) return NOT_EXECUTABLE
    accessSync(path, constants.X_OK)
    return 'program'
  } catch (error) {
    const errno = errnoOf(error)
    return errno === 'ENOENT' || errno === 'ENOTDIR' ? NOT_FOUND : NOT_EXECUTABLE
  }
}
