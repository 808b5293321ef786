/** Captures what a scan found changed and puts it into the state: a few files here, many on all cores. */

import { hashObject } from '../../git/objects/object-name.ts'
import { looseSink, type ObjectSink, packSink } from '../../git/objects/object-sink.ts'
import type { Compression } from '../../git/objects/pack-writer.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import { freeDiskBytes } from '../../system/files.ts'
import type { Scan } from '../scan/scan.ts'
import type { Candidate } from '../scan/scan-scope.ts'
import { type ChangeLog, sideOf } from '../state/change-log.ts'
import { type FileStat, isLink, isUnchanged } from '../state/file-stat.ts'
import {
  type LargeFile,
  type RecordedEntry,
  type RecordedFile,
  type RecordedFolder,
  TO_COME,
} from '../state/recorded-state.ts'
import { captureInBulk } from './bulk-capture.ts'
import { bytesToRead, type CaptureLimits } from './capture.ts'
import {
  type BlobStore,
  type CaptureJob,
  type CaptureOutcome,
  captureJob,
} from './capture-batch.ts'

type Attributes = Candidate['attributes']

/** Up to so many files and bytes, starting processes and a pack costs more than it saves. */
const FEW_FILES = 64
const FEW_BYTES = 4 << 20
const JOB_FILES = 200
const JOB_BYTES = 8 << 20
/** What is captured, a repack of it, and as much again for everyone else, beyond what is there. */
const ROOM_TO_WAIT = 4

interface CaptureTask {
  repo: ShadowRepo
  limits: CaptureLimits
  rounds: number
  isFirst: boolean
  /** Returns the hash of a file that is too large to be read at once, '' when it is to come. */
  hashOf(path: RawPath, stat: FileStat): string
  signal: AbortSignal | undefined
  onProgress: ((done: { files: number; filesTotal: number; bytes: number }) => void) | undefined
  /** Called before an abort ends a bulk capture, so that what was captured is not lost. */
  onInterrupted(): Promise<void>
}

/** What was captured so far, and where the trees are to follow. */
interface CaptureResult {
  sink: ObjectSink
  /** Stat data in the state changed, though perhaps no content. */
  hasRefreshed: boolean
}

/**
 * Captures what the scan has found, and again what changed meanwhile, up to `rounds` times.
 * @throws {FlightrecError} interrupted, with what was captured kept.
 */
export async function captureCandidates(
  scan: Scan,
  top: RecordedFolder,
  log: ChangeLog,
  task: CaptureTask,
): Promise<CaptureResult> {
  let hasRefreshed = false
  let sink: ObjectSink | undefined
  try {
    for (let round = 1; scan.candidates.size > 0; round += 1) {
      hasRefreshed = true
      const candidates = [...scan.candidates.values()]
      scan.candidates.clear()
      const again: Candidate[] = []
      const take = (candidate: Candidate, outcome: CaptureOutcome) => {
        if (outcome.kind === 'changed') again.push(candidate)
        else recordOutcome(candidate, withHash(candidate, outcome, task), log)
      }
      if (isFew(candidates, task) && !task.isFirst) {
        sink ??= looseSink(task.repo.gitDir)
        await captureHere(candidates, log.oidsBefore, task, sink, take)
      } else {
        await captureOnAllCores(candidates, knownBlobs(top, log.oidsBefore), task, take)
        sink ??= packSink(task.repo.gitDir)
      }
      await lookAgain(again, scan, top, log, round === task.rounds)
    }
  } catch (error) {
    sink?.abandon()
    throw error
  }
  return { sink: sink ?? looseSink(task.repo.gitDir), hasRefreshed }
}

/** A file that never held still long enough to be opened as what it was counts as one that cannot be read. */
async function lookAgain(
  candidates: Candidate[],
  scan: Scan,
  top: RecordedFolder,
  log: ChangeLog,
  isLastRound: boolean,
): Promise<void> {
  if (candidates.length === 0) return
  if (!isLastRound) {
    await scan.paths(
      top,
      candidates.map(({ path }) => path),
    )
    return
  }
  for (const candidate of candidates) recordFailure(candidate, 'vanished', log)
}

function isFew(candidates: readonly Candidate[], { limits }: CaptureTask): boolean {
  let bytes = 0
  for (const { sizeBytes } of candidates) bytes += bytesToRead(sizeBytes, limits)
  return candidates.length <= FEW_FILES && bytes <= FEW_BYTES
}

async function captureHere(
  candidates: readonly Candidate[],
  oidsBefore: ReadonlySet<Oid>,
  task: CaptureTask,
  sink: ObjectSink,
  take: (candidate: Candidate, outcome: CaptureOutcome) => void,
): Promise<void> {
  for (const candidate of candidates) {
    const known = candidate.folder.entries.get(candidate.name)
    // Without streams: a file that has grown so big since it was looked at waits for the next round.
    const store: BlobStore = {
      write: async (content) => {
        const oid = hashObject('blob', content)
        const isStored = (known?.kind === 'file' && known.oid === oid) || oidsBefore.has(oid)
        if (!isStored) await sink.write('blob', content, oid)
        return oid
      },
    }
    const job = { folder: parentRaw(candidate.path), names: [candidate.name] }
    const outcomes = await captureJob(task.repo.root, job, task.limits, store)
    take(candidate, outcomes[0]!)
  }
}

async function captureOnAllCores(
  candidates: readonly Candidate[],
  known: Uint8Array,
  task: CaptureTask,
  take: (candidate: Candidate, outcome: CaptureOutcome) => void,
): Promise<void> {
  const members = new Map<CaptureJob, Candidate[]>()
  for (const group of grouped(candidates)) {
    const names = group.map(({ name }) => name)
    members.set({ folder: parentRaw(group[0]!.path), names }, group)
  }
  const done = { files: 0, filesTotal: candidates.length, bytes: 0 }
  await captureInBulk([...members.keys()], {
    root: task.repo.root,
    gitDir: task.repo.gitDir,
    limits: task.limits,
    compression: compressionFor(candidates, task),
    known,
    signal: task.signal,
    onOutcomes(job, outcomes) {
      members.get(job)!.forEach((candidate, at) => {
        take(candidate, outcomes[at]!)
        done.bytes += candidate.sizeBytes
      })
      done.files += outcomes.length
      task.onProgress?.({ ...done })
    },
  })
  if (!task.signal?.aborted) return
  await task.onInterrupted()
  throw new FlightrecError(
    'interrupted',
    `interrupted after ${done.files} of ${done.filesTotal} files; what was read is kept`,
    { hint: 'Run the same command again to go on from there.' },
  )
}

/** Compressing is most of the work of a bulk capture: left to the next repack where the disk has room to wait. */
function compressionFor(candidates: readonly Candidate[], task: CaptureTask): Compression {
  const { limits, repo } = task
  const bytes = candidates.reduce((sum, { sizeBytes }) => sum + bytesToRead(sizeBytes, limits), 0)
  return freeDiskBytes(repo.gitDir) > ROOM_TO_WAIT * bytes ? 'none' : 'fast'
}

/** Candidates of one folder together, in pieces small enough to share out. */
function* grouped(candidates: readonly Candidate[]): Generator<Candidate[]> {
  let group: Candidate[] = []
  let bytes = 0
  for (const candidate of candidates) {
    const isFull = group.length >= JOB_FILES || bytes >= JOB_BYTES
    if (group.length > 0 && (isFull || group[0]!.folder !== candidate.folder)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(candidate)
    bytes += candidate.sizeBytes
  }
  if (group.length > 0) yield group
}

/** Names of all blobs of the recorded state, 20 bytes each: the store has them and keeps them. */
function knownBlobs(top: RecordedFolder, oidsBefore: ReadonlySet<Oid>): Uint8Array {
  const oids: Oid[] = [...oidsBefore]
  const collect = (folder: RecordedFolder) => {
    for (const entry of folder.entries.values()) {
      if (entry.kind === 'folder') collect(entry)
      else if (entry.kind === 'file') oids.push(entry.oid)
    }
  }
  collect(top)
  return Buffer.from(oids.join(''), 'hex')
}

function recordOutcome(
  candidate: Candidate,
  outcome: Exclude<CaptureOutcome, { kind: 'changed' }>,
  log: ChangeLog,
): void {
  const { folder, name, path } = candidate
  const known = folder.entries.get(name)
  if (outcome.kind === 'failed') {
    recordFailure(candidate, outcome.reason, log)
    return
  }
  const before = known && known.kind !== 'skipped' ? sideOf(path, known) : undefined
  if (known && isSameRecord(known, outcome)) {
    folder.entries.set(name, outcome)
    if (known.kind === 'file') folder.correctBytes(outcome.stat.sizeBytes - known.stat.sizeBytes)
    return
  }
  folder.set(name, outcome)
  if (known && isItsHash(known, outcome)) return
  log.changed(before, sideOf(path, outcome), before && known)
}

function isSameRecord(known: { kind: string }, outcome: RecordedFile | LargeFile): boolean {
  if (known.kind !== outcome.kind) return false
  const recorded = known as RecordedFile | LargeFile
  const isSameContent =
    recorded.kind === 'file'
      ? recorded.oid === (outcome as RecordedFile).oid
      : recorded.sha256 === (outcome as LargeFile).sha256 &&
        recorded.stat.sizeBytes === outcome.stat.sizeBytes
  return (
    isSameContent &&
    recorded.reason === outcome.reason &&
    isSameAttributes(recorded.stat, outcome.stat)
  )
}

function isSameAttributes(one: Attributes, other: Attributes): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid
}

/** Whether all that is new is the hash of what was known by its size. */
function isItsHash(known: RecordedEntry, outcome: RecordedFile | LargeFile): boolean {
  const isLarge = known.kind === 'large' && outcome.kind === 'large'
  return isLarge && known.sha256 === TO_COME && isUnchanged(known.stat, outcome.stat)
}

/** A hash that is to come is asked for at every look until it is there. */
function withHash(
  { path }: Candidate,
  outcome: Exclude<CaptureOutcome, { kind: 'changed' }>,
  { hashOf }: CaptureTask,
): Exclude<CaptureOutcome, { kind: 'changed' }> {
  if (outcome.kind !== 'large' || outcome.sha256 !== TO_COME) return outcome
  const sha256 = hashOf(path, outcome.stat)
  return { ...outcome, sha256, isUncertain: outcome.isUncertain || sha256 === TO_COME }
}

/**
 * What cannot be read now keeps the content recorded before, marked, under the mode and owner it has now; new, it is
 * listed as skipped.
 */
function recordFailure(
  { folder, name, path, attributes }: Candidate,
  reason: SkipReason,
  log: ChangeLog,
): void {
  const known = folder.entries.get(name)
  if (known?.kind === 'file' || known?.kind === 'large') {
    const isSeen = reason !== 'vanished' && isLink(known.stat.mode) === isLink(attributes.mode)
    const stat = isSeen ? { ...known.stat, ...attributes } : known.stat
    const isSame = isSameAttributes(known.stat, stat)
    if (known.reason === reason && isSame) return
    const entry = { ...known, stat, reason, isUncertain: true }
    folder.set(name, entry)
    if (!isSame) log.changed(sideOf(path, known), sideOf(path, entry), known)
    return
  }
  if (known?.kind === 'skipped' && known.reason === reason) return
  if (known) log.removed(path, known)
  folder.set(name, { kind: 'skipped', reason })
}
