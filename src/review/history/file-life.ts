/** The life of one file: every snapshot that changed it, under each name it has had. */
import { changedPath } from '../../model/change.ts'
import type { Gap } from '../../model/gap.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { diffSnapshots, type RecordedChange } from '../changes/snapshot-diff.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { openGapsOf } from '../status/open-gaps.ts'
import { readGapLog, readLog } from './log.ts'

/** A state of the file: from its snapshot on, up to that of the next version. */
export interface FileVersion {
  /** Counts from 1, the oldest. */
  number: number
  snapshot: Snapshot
  /** What it was called then. */
  path: RawPath
}

interface FileLife {
  /** Oldest first. */
  versions: FileVersion[]
  /** Whether older ones are left out. */
  isCut: boolean
}

/** What a version changed, and where the file came from or went to. */
export interface FileVersionChange {
  /** Absent where nothing can be told of it. */
  change?: RecordedChange
  /** Where another name of it went on when it was removed. */
  movedTo?: RawPath
}

const VERSIONS_MAX = 2_000
/** A file that goes to and fro between two names is followed only so often. */
const NAMES_MAX = 20

/** Reads the versions of a file up to now, back through the names it had before. */
export async function readFileLife(view: RepoView, path: RawPath): Promise<FileLife> {
  const found: Omit<FileVersion, 'number'>[] = []
  let name: RawPath | undefined = path
  let from: Snapshot | undefined
  for (let names = 0; name !== undefined && names < NAMES_MAX; names += 1) {
    const states = await statesOf(view, name, from, VERSIONS_MAX + 1 - found.length)
    found.push(...states)
    const oldest = states.at(-1)
    if (!oldest || found.length > VERSIONS_MAX) break
    const before: { path: RawPath; parent: Snapshot } | undefined = await originOf(view, oldest)
    name = before?.path
    from = before?.parent
  }
  const isCut = found.length > VERSIONS_MAX
  const versions = found
    .slice(0, VERSIONS_MAX)
    .reverse()
    .map((state, index) => ({ number: index + 1, ...state }))
  return { versions, isCut }
}

/** Newest first. */
async function statesOf(
  view: RepoView,
  path: RawPath,
  from: Snapshot | undefined,
  maxCount: number,
): Promise<Omit<FileVersion, 'number'>[]> {
  const states: Omit<FileVersion, 'number'>[] = []
  for await (const entry of readLog(view, { paths: [path], from, maxCount }))
    if (entry.type === 'snapshot') states.push({ snapshot: entry.snapshot, path })
  return states
}

/** Returns what the file was called before it got this name, and the last snapshot of that. */
async function originOf(
  view: RepoView,
  { snapshot, path }: Omit<FileVersion, 'number'>,
): Promise<{ path: RawPath; parent: Snapshot } | undefined> {
  const parent = await view.parentOf(snapshot)
  if (!parent) return undefined
  const { changes } = await diffSnapshots(view, parent, snapshot)
  const change = changes.find((one) => changedPath(one) === path)
  return change?.type === 'renamed' ? { path: change.before!.path, parent } : undefined
}

export async function readVersionChange(
  view: RepoView,
  { snapshot, path }: FileVersion,
): Promise<FileVersionChange> {
  const parent = await view.parentOf(snapshot)
  const isOfPath = (one: RecordedChange) => changedPath(one) === path
  const { changes } = await diffSnapshots(view, parent, snapshot, [path])
  const change = changes.find(isOfPath)
  // Whether it was renamed is seen where both names are looked at; all are new in the first snapshot.
  if (!parent || (change?.type !== 'added' && change?.type !== 'removed'))
    return change ? { change } : {}
  const all = (await diffSnapshots(view, parent, snapshot)).changes
  if (change.type === 'added') return { change: all.find(isOfPath) ?? change }
  const moved = all.find(({ type, before }) => type === 'renamed' && before?.path === path)
  return { change, ...(moved && { movedTo: moved.after!.path }) }
}

/** Returns the gaps of the root since a time, those that go on now included; oldest first. */
export async function readGapsSince(
  view: RepoView,
  sinceMs: number,
  nowMs: number,
): Promise<Gap[]> {
  const gaps: Gap[] = []
  for await (const gap of readGapLog(view, { sinceMs, reverse: true })) gaps.push(gap)
  return [...gaps, ...(await openGapsOf(view, nowMs))]
}
