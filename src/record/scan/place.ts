/** A folder being scanned: how its names are reached, and what an error on the way says. */
import { accessSync, constants, lstatSync, type Stats } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'
import { fsPath, type RawPath } from '../../model/raw-path.ts'
import type { SkipReason } from '../../store/meta.ts'
import { type FolderHandle, openFolderBeneath } from '../../system/beneath.ts'

/** Longer paths are reached folder by folder; PATH_MAX is 4096. */
const PLAIN_PATH_BYTES_MAX = 3800

export type Place = Pick<FolderHandle, 'path' | 'at' | 'close'>

/** Opens the folder `path` below `root`, to list it and look at its names. */
export function openPlace(root: string, path: RawPath): Place {
  const isLong = root.length + path.length > PLAIN_PATH_BYTES_MAX
  return isLong ? openFolderBeneath(root, path) : plainPlace(root, path)
}

/**
 * A folder by its path. Someone may swap a component for a link meanwhile; no content comes through that,
 * since files are opened without following links, and the next look puts names right.
 */
function plainPlace(root: string, path: RawPath): Place {
  const folder = fsPath(root, path)
  if (typeof folder === 'string') {
    return { path: folder, at: (name) => fsPath(folder, name), close: () => {} }
  }
  const slash = Buffer.from('/')
  return {
    path: folder,
    at: (name) => Buffer.concat([folder, slash, Buffer.from(name, 'latin1')]),
    close: () => {},
  }
}

export function lstatIfThere(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === 'ELOOP') return undefined
    throw error
  }
}

/** As `lstatIfThere`, for a first look: whatever goes wrong is found again, and told, by the next one. */
export function lstatOrNone(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
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
