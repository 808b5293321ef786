/** Captures files of one folder into a store of objects: what this process and the workers share. */
import { closeSync, lstatSync } from 'node:fs'
import { errnoOf, isDenied } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import { type FolderHandle, openFolderBeneath } from '../../system/beneath.ts'
import { now } from '../../system/clock.ts'
import { readPieces } from '../../system/open-to-read.ts'
import { type FileStat, fileStat, isUncertain, isUnchanged } from '../state/file-stat.ts'
import { ATTEMPTS, type CaptureLimits, captureFile, captureLink, statOf } from './capture.ts'

/** Some names of one folder, all files or links when they were looked at. */
export interface CaptureJob {
  folder: RawPath
  names: RawPath[]
}

export type CaptureOutcome =
  | { kind: 'file'; oid: Oid; stat: FileStat; isUncertain: boolean; reason?: SkipReason }
  | { kind: 'large'; sha256: string; stat: FileStat; isUncertain: boolean; reason?: SkipReason }
  | { kind: 'changed' }
  | { kind: 'failed'; reason: SkipReason }

/** Where captured content goes. */
export interface BlobStore {
  write(content: Buffer): Promise<Oid> | Oid
  /** Undefined when the pieces did not add up to the size. A store without it holds no big files. */
  writeStream?(sizeBytes: number, pieces: Iterable<Uint8Array>): Promise<Oid | undefined>
}

/** Captures each name of a job; one outcome for each, in order. */
export async function captureJob(
  root: string,
  job: CaptureJob,
  limits: CaptureLimits,
  store: BlobStore,
): Promise<CaptureOutcome[]> {
  let folder: FolderHandle
  try {
    folder = openFolderBeneath(root, job.folder)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return job.names.map(() => folderFailure(error))
  }
  try {
    const outcomes: CaptureOutcome[] = []
    for (const name of job.names) outcomes.push(await captureName(folder, name, limits, store))
    return outcomes
  } finally {
    folder.close()
  }
}

function folderFailure(error: unknown): CaptureOutcome {
  const errno = errnoOf(error)
  if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === 'ELOOP') return { kind: 'changed' }
  if (errno === 'EMFILE' || errno === 'ENFILE') throw error
  return { kind: 'failed', reason: isDenied(errno) ? 'unreadable' : 'io-error' }
}

async function captureName(
  folder: FolderHandle,
  name: RawPath,
  limits: CaptureLimits,
  store: BlobStore,
): Promise<CaptureOutcome> {
  const startedAt = now()
  const captured = captureFile(folder, name, limits)
  switch (captured.kind) {
    case 'changed':
      return await captureAsLink(folder, name, store)
    case 'failed':
      return captured
    case 'content': {
      const oid = await store.write(captured.content)
      return { kind: 'file', oid, ...certainty(captured, startedAt) }
    }
    case 'large':
      return { kind: 'large', sha256: captured.sha256, ...certainty(captured, startedAt) }
    case 'stream':
      return await captureStream(captured.fd, captured.stat, startedAt, store)
  }
}

function certainty(captured: { stat: FileStat; isTorn: boolean }, startedAt: number) {
  const { stat, isTorn } = captured
  return isTorn
    ? { stat, isUncertain: true, reason: 'torn' as const }
    : { stat, isUncertain: isUncertain(stat, startedAt) }
}

async function captureStream(
  fd: number,
  first: FileStat,
  startedAt: number,
  store: BlobStore,
): Promise<CaptureOutcome> {
  let before = first
  try {
    if (!store.writeStream) return { kind: 'changed' }
    for (let attempt = 1; ; attempt += 1) {
      const oid = await store.writeStream(before.sizeBytes, piecesToStore(fd, before.sizeBytes))
      const stat = statOf(fd)
      if (stat === undefined) return { kind: 'changed' }
      const isTorn = oid === undefined || !isUnchanged(before, stat)
      if (!isTorn || attempt === ATTEMPTS) {
        // Cut short each time: there is nothing whole to record.
        if (oid === undefined) return { kind: 'failed', reason: 'torn' }
        return { kind: 'file', oid, ...certainty({ stat, isTorn }, startedAt) }
      }
      before = stat
    }
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
    return { kind: 'failed', reason: 'io-error' }
  } finally {
    closeSync(fd)
  }
}

/** Reading the file failed, as against storing what was read. */
class ReadFailure extends Error {}

function* piecesToStore(fd: number, sizeBytes: number): Generator<Buffer> {
  try {
    yield* readPieces(fd, sizeBytes)
  } catch (cause) {
    throw new ReadFailure('cannot read', { cause })
  }
}

/** What is no regular file may be a link: its content is where it points. */
async function captureAsLink(
  folder: FolderHandle,
  name: RawPath,
  store: BlobStore,
): Promise<CaptureOutcome> {
  const target = captureLink(folder, name)
  if (target === undefined) return { kind: 'changed' }
  try {
    const stats = lstatSync(folder.at(name), { bigint: true })
    if (!stats.isSymbolicLink()) return { kind: 'changed' }
    const stat = fileStat(stats)
    return {
      kind: 'file',
      oid: await store.write(target),
      stat,
      isUncertain: isUncertain(stat, now()),
    }
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    return { kind: 'changed' }
  }
}
