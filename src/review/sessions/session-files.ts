/** The files that changed while a session worked, with all versions each of them ever had. */
import { gitPathChanges, type PathChange } from '../../git/history/path-changes.ts'
import { MAIN, readRef } from '../../git/history/refs.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Session } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { readLog } from '../history/log.ts'
import type { RepoView } from '../repo/repo-view.ts'

/** One state of a file, or that it went. */
export interface FileState {
  snapshot: Snapshot
  status: PathChange['status']
  from?: RawPath
}

export interface ChangedFile {
  path: RawPath
  /** Oldest first. */
  states: FileState[]
  /** How many older ones are left out. */
  leftOut: number
}

export interface SessionFiles {
  files: ChangedFile[]
  /** Whether more files changed than are told of. */
  isCut: boolean
}

const FILES_MAX = 400
const STATES_MAX = 300
/** So many snapshots of the session's time are looked at. */
const SNAPSHOTS_MAX = 20_000

export async function readSessionFiles(view: RepoView, session: Session): Promise<SessionFiles> {
  const head = readRef(view.gitDir, MAIN)
  if (head === undefined) return { files: [], isCut: false }
  const { paths, isCut } = await pathsMeanwhile(view, session)
  if (paths.size === 0) return { files: [], isCut }
  const files = new Map<RawPath, ChangedFile>()
  const snapshots = new Map<Oid, Snapshot>()
  for await (const { commit, status, path, from } of gitPathChanges(view.gitDir, head, [
    ...paths,
  ])) {
    const file = files.get(path) ?? { path, states: [], leftOut: 0 }
    files.set(path, file)
    if (file.states.length === STATES_MAX) {
      file.leftOut += 1
      continue
    }
    const snapshot = snapshots.get(commit) ?? (await view.snapshotOf(commit))
    snapshots.set(commit, snapshot)
    file.states.push({ snapshot, status, ...(from !== undefined && { from }) })
    // Under its old name it is gone from then on.
    if (from !== undefined) stateOf(files, from).states.push({ snapshot, status: 'D' })
  }
  for (const { states } of files.values()) states.reverse()
  return { files: [...files.values()], isCut }
}

function stateOf(files: Map<RawPath, ChangedFile>, path: RawPath): ChangedFile {
  const file = files.get(path) ?? { path, states: [], leftOut: 0 }
  files.set(path, file)
  return file
}

/** Returns what changed while the session worked, by whomever. */
async function pathsMeanwhile(
  view: RepoView,
  { started, ended }: Session,
): Promise<{ paths: Set<RawPath>; isCut: boolean }> {
  const paths = new Set<RawPath>()
  const untilMs = ended === undefined ? undefined : Date.parse(ended)
  const span = { sinceMs: Date.parse(started), untilMs, maxCount: SNAPSHOTS_MAX }
  let count = 0
  for await (const entry of readLog(view, span)) {
    if (entry.type !== 'snapshot') continue
    count += 1
    const { parent } = entry.snapshot
    // All files are new in the first snapshot, and none of them has changed.
    if (parent === undefined) continue
    const before = await view.parentOf(entry.snapshot)
    for (const { before: old, after } of await view.diffTrees(before?.tree, entry.snapshot.tree)) {
      if (old) paths.add(old.path)
      if (after) paths.add(after.path)
      if (paths.size > FILES_MAX)
        return { paths: new Set([...paths].slice(0, FILES_MAX)), isCut: true }
    }
  }
  return { paths, isCut: count === SNAPSHOTS_MAX }
}
