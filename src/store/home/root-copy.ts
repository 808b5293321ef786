/** Looks in the watched folder for a file that still holds exactly a recorded content. */
import { createReadStream, lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { hashObject, objectHasher } from '../../git/objects/object-name.ts'
import { errnoOf } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { fsPath, type RawPath } from '../../model/raw-path.ts'

/** Whether the file or link at `path` below `root` has the content git would name `oid`. */
export async function rootHoldsCopy(root: string, path: RawPath, oid: Oid): Promise<boolean> {
  try {
    return (await blobNameOf(fsPath(root, path))) === oid
  } catch (error) {
    if (errnoOf(error) !== undefined) return false
    throw error
  }
}

async function blobNameOf(path: string | Buffer): Promise<string | undefined> {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return hashObject('blob', readlinkSync(path, 'buffer'))
  if (!stat.isFile()) return undefined
  const hash = objectHasher('blob', stat.size)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}

/** Returns the content git holds for the file or link at `path`. */
export function readFromRoot(root: string, path: RawPath): Buffer {
  const whole = fsPath(root, path)
  return lstatSync(whole).isSymbolicLink() ? readlinkSync(whole, 'buffer') : readFileSync(whole)
}
