/** Looks in the watched folder for a file that still holds exactly a recorded content. */
import { closeSync, lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { hashAsBlob } from '../../git/objects/hash-as-blob.ts'
import { errnoOf } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { baseRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import { openToRead } from '../../system/open-to-read.ts'
import { openPlace } from '../../system/place.ts'

/** Whether the file or link at `path` below `root` has the content git would name `oid`. */
export async function rootHoldsCopy(root: string, path: RawPath, oid: Oid): Promise<boolean> {
  try {
    return (await hashAsBlob(root, path))?.oid === oid
  } catch (error) {
    if (errnoOf(error) !== undefined) return false
    throw error
  }
}

/** Returns the content git holds for the file or link at `path`. */
export function readFromRoot(root: string, path: RawPath): Buffer {
  const folder = openPlace(root, parentRaw(path))
  try {
    const place = folder.at(baseRaw(path))
    return lstatSync(place).isSymbolicLink() ? readlinkSync(place, 'buffer') : readWhole(place)
  } finally {
    folder.close()
  }
}

function readWhole(place: string | Buffer): Buffer {
  const fd = openToRead(place)
  try {
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}
