/**
 * Reads git's index, version 2 with the cache-tree extension. Format: gitformat-index.
 * For flightrec it is a cache of stat data: what is recorded stands in the commit alone.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'

/** The stat data git keeps of a file; every number as an unsigned 32-bit integer. */
export interface IndexStat {
  mode: number
  ctimeSeconds: number
  ctimeNanoseconds: number
  mtimeSeconds: number
  mtimeNanoseconds: number
  device: number
  inode: number
  uid: number
  gid: number
  sizeBytes: number
}

export interface IndexEntry {
  /** As git holds it: names that git refuses are encoded. */
  gitPath: RawPath
  oid: Oid
  /** Its mode is one of git's own file modes. */
  stat: IndexStat
  /** Git is not to look at the work tree for it: its name is encoded, so there is no such file. */
  assumeValid: boolean
}

/** Object name of the tree of each folder, by its path as git holds it; '' is the root. */
export type CacheTree = Map<RawPath, Oid>

export interface Index {
  trees: CacheTree
  /** Reads the entries one by one, in git's order; a large index makes no large list. */
  entries(): Generator<IndexEntry>
  /** The bytes, how many entries they hold, and where the first of them starts. */
  bytes: Buffer
  count: number
}

export const FIRST_ENTRY = 12
export const ENTRY_FIXED_BYTES = 62
export const ASSUME_VALID = 0x8000
/** Longer paths have this as their length, and end at a NUL. */
export const NAME_LENGTH_MAX = 0xfff

/** Reads the index of a shadow repo; undefined when it is missing, damaged or of another version. */
export function readIndex(gitDir: string): Index | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(join(gitDir, 'index'))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
  if (bytes.length < 32 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const checksum = createHash('sha1').update(bytes.subarray(0, -20)).digest()
  if (bytes.readUInt32BE(4) !== 2 || !checksum.equals(bytes.subarray(-20))) return undefined
  return parse(bytes)
}

function parse(bytes: Buffer): Index {
  const count = bytes.readUInt32BE(8)
  let at = FIRST_ENTRY
  for (let n = 0; n < count; n += 1) at += entryLength(bytes, at)
  const trees = parseExtensions(bytes, at)
  return { entries: () => parseEntries(bytes, count), trees, bytes, count }
}

/** The checksum at the end of an index, in hex; it tells one index from another. */
export function indexChecksum(bytes: Buffer): string {
  return bytes.toString('hex', bytes.length - 20)
}

/** Where the path of the entry at `start` ends. */
export function pathEnd(bytes: Buffer, start: number): number {
  const length = bytes.readUInt16BE(start + 60) & NAME_LENGTH_MAX
  const from = start + ENTRY_FIXED_BYTES
  return length < NAME_LENGTH_MAX ? from + length : bytes.indexOf(0, from + length)
}

/** Entries are padded with 1 to 8 NULs to a multiple of 8 bytes. */
export function entryLength(bytes: Buffer, start: number): number {
  return (pathEnd(bytes, start) - start + 8) & ~7
}

function* parseEntries(bytes: Buffer, count: number): Generator<IndexEntry> {
  let at = FIRST_ENTRY
  for (let n = 0; n < count; n += 1) {
    const end = pathEnd(bytes, at)
    yield {
      gitPath: rawFromLatin1(bytes.toString('latin1', at + ENTRY_FIXED_BYTES, end)),
      oid: bytes.toString('hex', at + 40, at + 60) as Oid,
      stat: parseStat(bytes, at),
      assumeValid: (bytes.readUInt16BE(at + 60) & ASSUME_VALID) !== 0,
    }
    at += entryLength(bytes, at)
  }
}

export function parseStat(bytes: Buffer, at: number): IndexStat {
  return {
    mode: bytes.readUInt32BE(at + 24),
    ctimeSeconds: bytes.readUInt32BE(at),
    ctimeNanoseconds: bytes.readUInt32BE(at + 4),
    mtimeSeconds: bytes.readUInt32BE(at + 8),
    mtimeNanoseconds: bytes.readUInt32BE(at + 12),
    device: bytes.readUInt32BE(at + 16),
    inode: bytes.readUInt32BE(at + 20),
    uid: bytes.readUInt32BE(at + 28),
    gid: bytes.readUInt32BE(at + 32),
    sizeBytes: bytes.readUInt32BE(at + 36),
  }
}

function parseExtensions(bytes: Buffer, start: number): CacheTree {
  const trees: CacheTree = new Map()
  for (let at = start; at + 8 <= bytes.length - 20; ) {
    const length = bytes.readUInt32BE(at + 4)
    if (bytes.toString('latin1', at, at + 4) === 'TREE') {
      parseCacheTree(bytes.subarray(at + 8, at + 8 + length), trees)
    }
    at += 8 + length
  }
  return trees
}

/** Each node: `<name>\0<entry count> <subtree count>\n`, then the oid unless the count is -1; then its subtrees. */
function parseCacheTree(bytes: Buffer, trees: CacheTree): void {
  let at = 0
  const readNode = (parent: string): void => {
    const nul = bytes.indexOf(0, at)
    const lineEnd = bytes.indexOf(0x0a, nul)
    const name = bytes.toString('latin1', at, nul)
    const [entries, folders] = bytes
      .toString('latin1', nul + 1, lineEnd)
      .split(' ')
      .map(Number)
    const path = parent === '' ? name : `${parent}/${name}`
    at = lineEnd + 1
    if (entries! >= 0) {
      trees.set(rawFromLatin1(path), bytes.toString('hex', at, at + 20) as Oid)
      at += 20
    }
    for (let n = 0; n < folders!; n += 1) readNode(path)
  }
  readNode('')
}
