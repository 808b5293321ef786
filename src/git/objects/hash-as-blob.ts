/** What a file or link of a folder is to git, without storing it. */
import { type BigIntStats, closeSync, fstatSync, lstatSync, readlinkSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Oid } from '../../model/oid.ts'
import { baseRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import { openToRead, readPieces } from '../../system/open-to-read.ts'
import { openPlace } from '../../system/place.ts'
import { hashObject, objectHasher } from './object-name.ts'

/** What stands at a path, and the name git would give its content. */
interface BlobOnDisk {
  kind: 'file' | 'link'
  /** As `lstat` has it. */
  mode: number
  oid: Oid
  sizeBytes: number
}

/**
 * Hashes the file or link at `path` below `root`; undefined when it is neither, or changes meanwhile. What the
 * system refuses is thrown as it comes.
 */
export async function hashAsBlob(root: string, path: RawPath): Promise<BlobOnDisk | undefined> {
  const folder = openPlace(root, parentRaw(path))
  try {
    const place = folder.at(baseRaw(path))
    const stat = lstatSync(place)
    if (!stat.isSymbolicLink()) return stat.isFile() ? await hashFile(place) : undefined
    const content = readlinkSync(place, 'buffer')
    const oid = hashObject('blob', content)
    return { kind: 'link', mode: stat.mode, oid, sizeBytes: content.length }
  } finally {
    folder.close()
  }
}

async function hashFile(place: string | Buffer): Promise<BlobOnDisk | undefined> {
  const fd = openToRead(place)
  try {
    const before = fstatSync(fd, { bigint: true })
    if (!before.isFile()) return undefined
    const sizeBytes = Number(before.size)
    const hash = objectHasher('blob', sizeBytes)
    for (const piece of readPieces(fd, sizeBytes)) {
      hash.update(piece)
      if (sizeBytes > piece.length) await breathe()
    }
    if (isOther(before, fstatSync(fd, { bigint: true }))) return undefined
    return { kind: 'file', mode: Number(before.mode), oid: hash.digest('hex') as Oid, sizeBytes }
  } finally {
    closeSync(fd)
  }
}

function isOther(before: BigIntStats, after: BigIntStats): boolean {
  return before.size !== after.size || before.mtimeNs !== after.mtimeNs
}
