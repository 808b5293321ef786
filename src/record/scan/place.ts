/** Looking at the names of a folder, and what an error on the way says. */
import { accessSync, constants, lstatSync, type Stats } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import type { Place } from '../../system/place.ts'

export function lstatIfThere(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === 'ELOOP') return undefined
    throw error
  }
}

/** Whether it says that the system ran short of something: no fault of the path that was asked for. */
export function isShortage(errno: string): boolean {
  return errno === 'EMFILE' || errno === 'ENFILE' || errno === 'ENOMEM'
}

/** Whether names of the folder can be looked at, so that one that cannot is a case of its own. */
export function isSearchable(place: Place): boolean {
  try {
    accessSync(place.path, constants.X_OK)
    return true
  } catch {
    // Not searchable, or gone: then it is about the folder.
    return false
  }
}

/** Why what is no file, link or folder has no content. */
export function specialKind(stats: Stats): SkipReason {
  return stats.isFIFO() ? 'fifo' : stats.isSocket() ? 'socket' : 'device'
}
