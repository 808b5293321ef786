/** One file of the root as it is now, however long its path. */
import { accessSync, constants, lstatSync } from 'node:fs'
import { hashAsBlob } from '../../git/objects/hash-as-blob.ts'
import { MODE_LINK } from '../../git/objects/tree-format.ts'
import type { Side } from '../../model/change.ts'
import { errnoOf, isDenied } from '../../model/errors.ts'
import { baseRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import { lstatBelow, openPlace, type Place } from '../../system/place.ts'
import type { RecordedChange } from './snapshot-diff.ts'

/** Linux's PATH_MAX holds the NUL at the end as well. */
const PATH_BYTES_MAX = 4_095

/** Whether git, which names a file by its whole path, cannot get at it. */
export function isBeyondGit(root: string, path: RawPath): boolean {
  return Buffer.byteLength(root) + 1 + path.length > PATH_BYTES_MAX
}

/** Whether a pipe, a socket or a device is there. */
export function isSpecial(root: string, path: RawPath): boolean {
  const stats = lstatBelow(root, path)
  return stats !== undefined && !(stats.isFile() || stats.isSymbolicLink() || stats.isDirectory())
}

/** Compares what git cannot get at; returns undefined where nothing differs. */
export async function compareBeyondGit(
  root: string,
  path: RawPath,
  before: RecordedSide | undefined,
  maxFileSizeBytes: number,
): Promise<RecordedChange | undefined> {
  const after = await readSide(root, path, undefined, maxFileSizeBytes)
  if (!before || !after) {
    if (after) return { type: 'added', after }
    return before && { type: 'removed', before }
  }
  if (before.oid !== after.oid || before.kind !== after.kind) {
    return { type: 'modified', before, after }
  }
  const isSame = ((before.mode ^ after.mode) & 0o100) === 0
  return isSame ? undefined : { type: 'mode', before, after }
}

/** Whether a file is there and may not be read. A link is no file: what it points to does not matter. */
export function isUnreadable(root: string, path: RawPath): boolean {
  let place: Place | undefined
  try {
    place = openPlace(root, parentRaw(path))
    const target = place.at(baseRaw(path))
    if (lstatSync(target).isFile()) accessSync(target, constants.R_OK)
    return false
  } catch (error) {
    return isDenied(errnoOf(error))
  } finally {
    place?.close()
  }
}

/** Looks at a file as it is now, as its snapshot will hold it; what git saw stands in where it is gone again. */
export async function readSide(
  root: string,
  path: RawPath,
  seen: Side | undefined,
  maxFileSizeBytes: number,
): Promise<RecordedSide | undefined> {
  const stats = lstatBelow(root, path)
  if (stats?.isFile() && stats.size > maxFileSizeBytes)
    return { path, kind: 'large', mode: stats.mode, sizeBytes: stats.size }
  const node = await hashAsBlob(root, path).catch(nothingOnErrno)
  if (!node) return seen && { ...seen, kind: 'file' }
  return { ...node, path, mode: node.kind === 'link' ? MODE_LINK : node.mode }
}

function nothingOnErrno(error: unknown): undefined {
  if (errnoOf(error) === undefined) throw error
}
