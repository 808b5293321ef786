/** The bytes of git's tree objects: `<octal mode> <name>\0<20-byte oid>`, sorted. */
import { corruptStore } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'

export const MODE_TREE = 0o40000
export const MODE_FILE = 0o100644
export const MODE_EXECUTABLE = 0o100755
export const MODE_LINK = 0o120000

export interface TreeEntry {
  /** One of git's own modes: MODE_TREE, MODE_FILE, MODE_EXECUTABLE, MODE_LINK. */
  mode: number
  /** As git holds it, encoded where git refuses the plain name. */
  gitName: RawPath
  oid: Oid
}

/** Serializes a tree; sorts the entries as git does, where a folder's name counts with a `/` at its end. */
export function formatTree(entries: readonly TreeEntry[]): Buffer {
  const keyed = entries.map((entry) => ({ entry, key: sortKey(entry) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  let size = 0
  for (const { entry } of keyed)
    size += (entry.mode === MODE_TREE ? 6 : 7) + entry.gitName.length + 21
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  for (const { entry } of keyed) {
    at += bytes.write(`${entry.mode.toString(8)} ${entry.gitName}\0`, at, 'latin1')
    at += bytes.write(entry.oid, at, 'hex')
  }
  return bytes.subarray(0, at)
}

function sortKey(entry: TreeEntry): string {
  return entry.mode === MODE_TREE ? `${entry.gitName}/` : entry.gitName
}

/** @throws {FlightrecError} corrupt-store, when the bytes are not a tree. */
export function parseTree(bytes: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const nul = space < 0 ? -1 : bytes.indexOf(0, space)
    if (nul < 0 || nul + 21 > bytes.length) {
      throw corruptStore('a tree object is cut short')
    }
    entries.push({
      mode: Number.parseInt(bytes.toString('latin1', at, space), 8),
      gitName: rawFromLatin1(bytes.toString('latin1', space + 1, nul)),
      oid: bytes.toString('hex', nul + 1, nul + 21) as Oid,
    })
    at = nul + 21
  }
  return entries
}
