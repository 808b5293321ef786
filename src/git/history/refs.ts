/** Reads and moves refs in-process: git's own lock files, fsync, rename, reflog; no git process. */
import { closeSync, existsSync, fdatasyncSync, openSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { monotonicNow, sleepBlocking } from '../../system/clock.ts'
import {
  makePrivateFolderIn,
  PRIVATE_FILE,
  readTextIfThere,
  syncFolder,
  writeFully,
  writeNewFile,
} from '../../system/files.ts'
import { clearDrafts, draftPath, type LockFile, lockFile } from '../drafts.ts'
import { reflogEntry, reflogPath } from './reflog.ts'

export const MAIN = 'refs/heads/main'
export const META = 'refs/flightrec/meta'
export const GAPS = 'refs/flightrec/gaps'
/** Narratives. */
export const NOTES = 'refs/notes/summary'
/** To whom changes were put down after their snapshots had been taken. */
export const EVIDENCE = 'refs/notes/evidence'
/** Holds what a mend found that no other ref names. */
export const SALVAGE = 'refs/flightrec/salvage'

const LOCK_WAIT_MS = 2000
const LOCK_RETRY_MS = 10

/**
 * Returns what `ref` points at, loose or packed; undefined when it is not there.
 * @throws {FlightrecError} corrupt-store, when the file holds something else than an object name.
 */
export function readRef(gitDir: string, ref: string): Oid | undefined {
  const loose = readTextIfThere(join(gitDir, ref))?.trim()
  if (loose !== undefined) {
    if (isOid(loose)) return loose
    throw new FlightrecError('corrupt-store', `${join(gitDir, ref)} does not hold an object name`, {
      hint: 'Run `flightrec doctor --fix` to take it back from the reflog.',
    })
  }
  const packed = readTextIfThere(join(gitDir, 'packed-refs')) ?? ''
  const line = packed.split('\n').find((candidate) => candidate.endsWith(` ${ref}`))
  const oid = line?.slice(0, 40) ?? ''
  return isOid(oid) ? oid : undefined
}

/**
 * Moves `ref` from `previous` (undefined: it must not exist) to `next`, durably: when this returns, a power
 * cut does not undo it.
 * @throws {FlightrecError} locked, when another process holds git's lock of this ref or has moved it.
 */
export function updateRef(
  gitDir: string,
  ref: string,
  next: Oid,
  previous: Oid | undefined,
  reflog: { timeSeconds: number; message: string },
): void {
  const path = join(gitDir, ref)
  const lock = takeLock(gitDir, path, `${next}\n`)
  try {
    if (readRef(gitDir, ref) !== previous) {
      throw new FlightrecError('locked', `${ref} was moved by another process`, {
        hint: 'Run `flightrec doctor` to see which process writes to this home.',
      })
    }
    const { line } = reflogEntry(next, reflog.timeSeconds, reflog.message, previous)
    appendReflog(gitDir, ref, line)
    lock.commit()
  } catch (error) {
    lock.abandon()
    throw error
  }
  syncFolder(dirname(path))
}

/**
 * Runs `work` while nobody can move `ref` or add to its reflog. Keep it short: snapshots wait for it.
 * @throws {FlightrecError} locked
 */
export async function withRefLock(
  gitDir: string,
  ref: string,
  work: () => void | Promise<void>,
): Promise<void> {
  const lock = takeLock(gitDir, join(gitDir, ref), '')
  try {
    await work()
  } finally {
    lock.abandon()
  }
}

/** Sets a ref without a reflog entry, for mending. The caller holds its lock. */
export function writeRef(gitDir: string, ref: string, oid: Oid): void {
  const path = join(gitDir, ref)
  // Beside the ref, what a crash leaves of it would be a ref to git.
  const draft = draftPath(gitDir, 'ref')
  writeNewFile(draft, `${oid}\n`)
  renameSync(draft, path)
  syncFolder(dirname(path))
}

/** Waits a moment for the holder, such as a git of the user's, as git does: a ref is held for milliseconds. */
function takeLock(gitDir: string, path: string, content: string): LockFile {
  const deadline = monotonicNow() + LOCK_WAIT_MS
  makePrivateFolderIn(gitDir, dirname(path))
  for (;;) {
    const lock = lockFile(gitDir, path, content)
    if (lock) return lock
    if (monotonicNow() > deadline) {
      throw new FlightrecError('locked', `cannot lock '${path}.lock': it exists`, {
        hint: 'Run `flightrec doctor --fix`; it removes locks whose owner is dead.',
      })
    }
    sleepBlocking(LOCK_RETRY_MS)
  }
}

/**
 * Removes what killed writers left in the way, and makes the refs they moved durable: a snapshot that is found
 * must not be built upon, or told of, while a power cut could still take it back.
 */
export function clearAfterCrash(gitDir: string): void {
  const locked = [MAIN, META, GAPS, NOTES, EVIDENCE, 'index', 'shallow'].map((name) =>
    join(gitDir, name),
  )
  clearDrafts(gitDir, locked)
  for (const folder of new Set([MAIN, META].map((ref) => dirname(join(gitDir, ref))))) {
    if (existsSync(folder)) syncFolder(folder)
  }
}

/** Durable before the ref moves, so a crash leaves at most one line too many. */
function appendReflog(gitDir: string, ref: string, line: string): void {
  const path = reflogPath(gitDir, ref)
  const isNew = !existsSync(path)
  if (isNew) makePrivateFolderIn(gitDir, dirname(path))
  const fd = openSync(path, 'a', PRIVATE_FILE)
  try {
    writeFully(fd, Buffer.from(`${line}\n`))
    fdatasyncSync(fd)
  } finally {
    closeSync(fd)
  }
  if (isNew) syncFolder(dirname(path))
}
