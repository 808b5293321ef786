/** A folder below a root by the plain way, or folder by folder where its path is too long for the kernel. */
import { lstatSync, type Stats } from 'node:fs'
import { baseRaw, fsPath, parentRaw, type RawPath } from '../model/raw-path.ts'
import { type FolderHandle, openFolderBeneath } from './beneath.ts'

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

/** Looks at a path below `root`; undefined for whatever goes wrong. */
export function lstatBelow(root: string, path: RawPath): Stats | undefined {
  let place: Place | undefined
  try {
    place = openPlace(root, parentRaw(path))
    return lstatOrNone(place.at(baseRaw(path)))
  } catch {
    return undefined
  } finally {
    place?.close()
  }
}

export function lstatOrNone(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
