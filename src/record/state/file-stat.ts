/** Stat data as the recorder compares and keeps it: times split so that no digit is lost to floating point. */
import type { BigIntStats, Stats } from 'node:fs'

export interface Owner {
  uid: number
  gid: number
}

export interface FileStat {
  mode: number
  uid: number
  gid: number
  sizeBytes: number
  mtimeSeconds: number
  mtimeNanoseconds: number
  ctimeSeconds: number
  ctimeNanoseconds: number
  /** Lowest 32 bits: all that git's index keeps. */
  inode: number
  device: number
}

const TYPE_BITS = 0o170000
const TYPE_LINK = 0o120000

export function isLink(mode: number): boolean {
  return (mode & TYPE_BITS) === TYPE_LINK
}

/** The permission bits with setuid, setgid and sticky. */
export function permissions(mode: number): number {
  return mode & 0o7777
}

export function fileStat(stats: BigIntStats): FileStat {
  const billion = 1_000_000_000n
  const floor = (ns: bigint) => (ns - (((ns % billion) + billion) % billion)) / billion
  const rest = (ns: bigint) => Number(((ns % billion) + billion) % billion)
  return {
    mode: Number(stats.mode),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    sizeBytes: Number(stats.size),
    mtimeSeconds: Number(floor(stats.mtimeNs)),
    mtimeNanoseconds: rest(stats.mtimeNs),
    ctimeSeconds: Number(floor(stats.ctimeNs)),
    ctimeNanoseconds: rest(stats.ctimeNs),
    inode: Number(BigInt.asUintN(32, stats.ino)),
    device: Number(BigInt.asUintN(32, stats.dev)),
  }
}

/**
 * Whether a fresh `lstat` shows the file as it was: content cannot have changed without one of these.
 * Compares git's 32 bits of inode; times as the same double Node makes of them.
 */
export function isSameFile(recorded: FileStat, now: Stats): boolean {
  return (
    recorded.sizeBytes === now.size &&
    now.mtimeMs === milliseconds(recorded.mtimeSeconds, recorded.mtimeNanoseconds) &&
    now.ctimeMs === milliseconds(recorded.ctimeSeconds, recorded.ctimeNanoseconds) &&
    recorded.inode === now.ino % 0x100000000 &&
    recorded.mode === now.mode &&
    recorded.uid === now.uid &&
    recorded.gid === now.gid
  )
}

function milliseconds(seconds: number, nanoseconds: number): number {
  return seconds * 1000 + nanoseconds / 1_000_000
}

/** Whether two readings of one open file agree, so that nothing was written between them. */
export function isUnchanged(before: FileStat, after: FileStat): boolean {
  return (
    before.sizeBytes === after.sizeBytes &&
    before.mtimeSeconds === after.mtimeSeconds &&
    before.mtimeNanoseconds === after.mtimeNanoseconds &&
    before.ctimeSeconds === after.ctimeSeconds &&
    before.ctimeNanoseconds === after.ctimeNanoseconds &&
    before.inode === after.inode
  )
}

const FINE_TICK_MS = 20
const COARSE_TICK_MS = 2100

/**
 * Whether a write right after `readAtMs` could leave the same stat data: the file's times lie within one
 * tick of the file system's clock (2 s where it keeps whole seconds).
 */
export function isUncertain(stat: FileStat, readAtMs: number): boolean {
  const isCoarse = stat.mtimeNanoseconds === 0 && stat.ctimeNanoseconds === 0
  const newest = Math.max(
    milliseconds(stat.mtimeSeconds, stat.mtimeNanoseconds),
    milliseconds(stat.ctimeSeconds, stat.ctimeNanoseconds),
  )
  return newest > readAtMs - (isCoarse ? COARSE_TICK_MS : FINE_TICK_MS)
}
