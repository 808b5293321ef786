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
import {
  ASSUME_VALID,
  CHECKSUM_BYTES,
  ENTRY_FIXED_BYTES,
  entryEnd,
  FIRST_ENTRY,
  type IndexEntry,
  parseStat,
  pathEnd,
} from './index-format.ts'
import { gatherPages, type IndexPage } from './index-page.ts'

/** Object name of the tree of each folder, by its path as git holds it; '' is the root. */
export type CacheTree = Map<RawPath, Oid>

export interface Index {
  trees: CacheTree
  /** The files of each folder, by its path as git holds it; '' is the root. */
  pages: ReadonlyMap<RawPath, IndexPage>
  /** Reads the entries one by one, in git's order; a large index makes no large list. */
  entries(): Generator<IndexEntry>
  bytes: Buffer
}

/** Reads the index of a shadow repo; undefined when it is missing, damaged or of another version. */
export function readIndex(gitDir: string): Index | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(join(gitDir, 'index'))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
  const end = bytes.length - CHECKSUM_BYTES
  if (end < FIRST_ENTRY || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const checksum = createHash('sha1').update(bytes.subarray(0, end)).digest()
  if (bytes.readUInt32BE(4) !== 2 || !checksum.equals(bytes.subarray(end))) return undefined
  const count = bytes.readUInt32BE(8)
  const { pages, after } = gatherPages(bytes, count)
  const trees = parseExtensions(bytes.subarray(after, end))
  return { trees, pages, entries: () => parseEntries(bytes, count), bytes }
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
    at = entryEnd(bytes, at)
  }
}

function parseExtensions(bytes: Buffer): CacheTree {
  const trees: CacheTree = new Map()
  for (let at = 0; at + 8 <= bytes.length; ) {
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
  /** Reads digits, and the one byte that ends them. */
  const readNumber = (): number => {
    let number = 0
    for (; bytes[at]! >= 0x30; at += 1) number = number * 10 + bytes[at]! - 0x30
    at += 1
    return number
  }
  const readNode = (parent: string): void => {
    const nul = bytes.indexOf(0, at)
    const name = bytes.toString('latin1', at, nul)
    const path = parent === '' ? name : `${parent}/${name}`
    at = nul + 1
    const isUnknown = bytes[at] === 0x2d
    if (isUnknown) at += 1
    readNumber()
    const folders = readNumber()
    if (!isUnknown) {
      trees.set(rawFromLatin1(path), bytes.toString('hex', at, at + 20) as Oid)
      at += 20
    }
    for (let n = 0; n < folders; n += 1) readNode(path)
  }
  readNode('')
}
