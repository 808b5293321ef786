import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errnoOf } from '../model/errors.ts'

/** Follows links as far as the path is there; what is gone keeps its name. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch (error) {
    if (errnoOf(error) === undefined || dirname(path) === path) return path
    return join(realPath(dirname(path)), path.slice(path.lastIndexOf('/') + 1))
  }
}
