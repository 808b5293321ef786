/** How an entry stands in git's index, version 2. Format: gitformat-index. */
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'

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

export const FIRST_ENTRY = 12
export const ENTRY_FIXED_BYTES = 62
export const CHECKSUM_BYTES = 20
export const ASSUME_VALID = 0x8000
/** Longer paths have this as their length, and end at a NUL. */
export const NAME_LENGTH_MAX = 0xfff

/** Where the path of the entry at `start` ends. */
export function pathEnd(bytes: Buffer, start: number): number {
  const length = ((bytes[start + 60]! << 8) | bytes[start + 61]!) & NAME_LENGTH_MAX
  const from = start + ENTRY_FIXED_BYTES
  return length < NAME_LENGTH_MAX ? from + length : bytes.indexOf(0, from + length)
}

/** Where the next entry starts: entries are padded with 1 to 8 NULs to a multiple of 8 bytes. */
export function entryEnd(bytes: Buffer, start: number): number {
  return start + ((pathEnd(bytes, start) - start + 8) & ~7)
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

/** The checksum at the end of an index, in hex; it tells one index from another. */
export function indexChecksum(bytes: Buffer): string {
  return bytes.toString('hex', bytes.length - CHECKSUM_BYTES)
}
