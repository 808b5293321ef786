/** Lists a real folder, byte for byte, with nothing of ours: what other listings are held against. */
import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from 'node:fs'

export interface Listed {
  type: 'file' | 'link' | 'folder' | 'other'
  mode: number
  uid: number
  gid: number
  sizeBytes: number
  /** Name git gives the content of a file or the target of a link. */
  blob?: string
}

const OPEN_FOLDER = constants.O_DIRECTORY | constants.O_NOFOLLOW | (constants.O_NOATIME ?? 0)
const CHUNK_BYTES = 1 << 20

/**
 * By path, one character a byte. Folders are reached one by one through the one above, so that no path is too
 * long. Content over `contentBytesMax` is not read, folders of `leaveOut` are not listed.
 */
export function listTree(
  root: string,
  contentBytesMax = Infinity,
  leaveOut: ReadonlySet<string> = new Set(),
): Map<string, Listed> {
  const found = new Map<string, Listed>()
  const visit = (fd: number, folder: string) => {
    const here = `/proc/self/fd/${fd}`
    for (const name of readdirSync(here, 'buffer').sort(Buffer.compare)) {
      const place = Buffer.concat([Buffer.from(`${here}/`), name])
      const path = `${folder}${name.toString('latin1')}`
      const listed = listOne(place, contentBytesMax)
      found.set(path, listed)
      if (listed.type !== 'folder' || leaveOut.has(path)) continue
      const below = openSync(place, OPEN_FOLDER)
      visit(below, `${path}/`)
      closeSync(below)
    }
  }
  const top = openSync(root, OPEN_FOLDER)
  visit(top, '')
  closeSync(top)
  return found
}

function listOne(place: Buffer, contentBytesMax: number): Listed {
  const stat = lstatSync(place)
  const { uid, gid, size: sizeBytes } = stat
  const listed = { mode: stat.mode & 0o7777, uid, gid, sizeBytes }
  if (stat.isDirectory()) return { type: 'folder', ...listed, sizeBytes: 0 }
  if (stat.isSymbolicLink()) {
    const target = readlinkSync(place, 'buffer')
    return { type: 'link', ...listed, blob: blobName(target) }
  }
  if (!stat.isFile()) return { type: 'other', ...listed }
  return sizeBytes > contentBytesMax
    ? { type: 'file', ...listed }
    : { type: 'file', ...listed, blob: hashFile(place, sizeBytes) }
}

function hashFile(place: Buffer, sizeBytes: number): string {
  const hash = createHash('sha1').update(`blob ${sizeBytes}\0`)
  const fd = openSync(place, constants.O_RDONLY | (constants.O_NOATIME ?? 0))
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let got = readSync(fd, chunk); got > 0; got = readSync(fd, chunk)) {
    hash.update(chunk.subarray(0, got))
  }
  closeSync(fd)
  return hash.digest('hex')
}

function blobName(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
}
