/** What the record holds of the folders a session worked in: every change that was seen while it ran, and by whom. */
import { dirname } from 'node:path'
import { MAIN, readRef } from '../../git/history/refs.ts'
import { absolutePath } from '../../model/absolute-path.ts'
import { type ChangeType, changedPath } from '../../model/change.ts'
import type { Gap } from '../../model/gap.ts'
import { asOfPath } from '../../model/later-evidence.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readLatest } from '../../store/timeline/timeline.ts'
import { diffSnapshots } from '../changes/snapshot-diff.ts'
import { readLog } from '../history/log.ts'
import { RepoView } from '../repo/repo-view.ts'

/** One path that changed. */
export interface SeenChange {
  /** Absolute. */
  path: string
  change: ChangeType
  /** Where it was, when it was renamed. */
  from?: string | undefined
  /** It is an empty folder that was made. */
  isFolderMade?: true
  timeMs: number
  snapshot: string
  trigger?: Snapshot['trigger']
  /** Whom it is put down to, if to anybody: the session, and what the call is known by. */
  session?: string | undefined
  call?: string | undefined
  evidence?: string | undefined
}

/** What was recorded of one folder in a stretch of time. */
export interface SeenRoot {
  root: string
  changes: SeenChange[]
  snapshots: Set<string>
  /** Those that do not hold all they should. */
  incomplete: { snapshot: string; timeMs: number; skipped: number }[]
  gaps: Gap[]
  /** From when on changes can be seen, and when the folder was last looked at; absent when it never was. */
  known?: { fromMs: number; untilMs: number }
}

interface TimeRange {
  sinceMs: number
  untilMs: number
}

/** git is asked for so many before the first answer is there. */
const DIFFS_AT_ONCE = 64

/** Reads the timeline of a root, snapshot by snapshot. */
export async function readSeenRoot(
  repo: ShadowRepo,
  { sinceMs, untilMs }: TimeRange,
  signal: AbortSignal,
): Promise<SeenRoot> {
  const { root, gitDir } = repo
  const seen: SeenRoot = { root, changes: [], snapshots: new Set(), incomplete: [], gaps: [] }
  if (readRef(gitDir, MAIN) === undefined) return seen
  const view = new RepoView(repo)
  try {
    const latest = await readLatest(gitDir, view.reader)
    let last = await snapshotBefore(view, sinceMs)
    const underway: Promise<SeenChange[]>[] = []
    const take = async () => {
      for (const found of await Promise.all(underway.splice(0)))
        for (const change of found) seen.changes.push(change)
    }
    let fromMs = last ? Number.NEGATIVE_INFINITY : undefined
    for await (const entry of readLog(view, { sinceMs, untilMs, reverse: true })) {
      signal.throwIfAborted()
      if (entry.type === 'gap') {
        seen.gaps.push(entry.gap)
        continue
      }
      const { snapshot } = entry
      fromMs ??= snapshot.time
      note(seen, snapshot)
      const parent = last?.commit === snapshot.parent ? last : await view.parentOf(snapshot)
      last = snapshot
      if (parent) underway.push(started(changesOf(view, parent, snapshot)))
      if (underway.length >= DIFFS_AT_ONCE) await take()
    }
    await take()
    seen.changes = withoutFilled(seen.changes)
    if (fromMs !== undefined) seen.known = { fromMs, untilMs: latest!.time }
  } finally {
    view.close()
  }
  return seen
}

/** A folder that was seen empty only before it got what is in it tells nothing but how soon somebody looked. */
function withoutFilled(changes: SeenChange[]): SeenChange[] {
  if (!changes.some(({ isFolderMade }) => isFolderMade)) return changes
  const filled = new Set(changes.flatMap(({ path }) => withFolders(dirname(path))))
  return changes.filter(({ path, isFolderMade }) => !isFolderMade || !filled.has(path))
}

/** A failure is told to whoever takes the result; when nobody does any more, to nobody. */
function started<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => {})
  return work
}

async function snapshotBefore(view: RepoView, timeMs: number): Promise<Snapshot | undefined> {
  for await (const entry of readLog(view, { untilMs: timeMs - 1 }))
    if (entry.type === 'snapshot') return entry.snapshot
  return undefined
}

function note(seen: SeenRoot, { id, complete, skipped, time: timeMs }: Snapshot): void {
  seen.snapshots.add(id)
  if (!complete) seen.incomplete.push({ snapshot: id, timeMs, skipped })
}

async function changesOf(view: RepoView, before: Snapshot, after: Snapshot): Promise<SeenChange[]> {
  const { root } = view.repo
  const absolute = (path: RawPath) => absolutePath(root, path)
  const { changes } = await diffSnapshots(view, before, after)
  const { id: snapshot, time: timeMs, trigger } = after
  // Where the snapshot between cannot be read, its changes are among these, and whose each is nobody knows.
  const isKnown = before.commit === after.parent
  return changes.map((change) => {
    const path = changedPath(change)
    const { session, call, evidence }: Partial<Snapshot> = isKnown ? asOfPath(after, path) : {}
    return {
      path: absolute(path),
      change: change.type,
      ...(change.type === 'added' && change.after?.kind === 'folder' && { isFolderMade: true }),
      ...(change.type === 'renamed' && { from: absolute(change.before!.path) }),
      timeMs,
      snapshot,
      trigger,
      session,
      call,
      evidence,
    }
  })
}

/** Finds changes by path and by call; what was deleted is found by the folders it was in too. */
export class ChangesByPath {
  readonly #byPath = new Map<string, SeenChange[]>()
  readonly #byCall = new Map<string, SeenChange[]>()

  constructor(changes: readonly SeenChange[]) {
    for (const change of [...changes].sort((a, b) => a.timeMs - b.timeMs)) this.#add(change)
  }

  /** Returns those in a stretch of time, both ends included. */
  within(path: string, fromMs: number, untilMs: number): SeenChange[] {
    const all = this.#byPath.get(path) ?? []
    const found: SeenChange[] = []
    for (let at = firstAtOrAfter(all, fromMs); at < all.length; at += 1) {
      if (all[at]!.timeMs > untilMs) break
      found.push(all[at]!)
    }
    return found
  }

  /** Returns those that are put down to a call, whenever they were recorded. */
  ofCall(path: string, session: string, call: string): SeenChange[] {
    return this.#byCall.get(`${session} ${call} ${path}`) ?? []
  }

  #add(change: SeenChange): void {
    const { session, call } = change
    const gone = change.change === 'removed' ? change.path : change.from
    const paths = new Set([change.path, ...(gone === undefined ? [] : withFolders(gone))])
    for (const path of paths) {
      push(this.#byPath, path, change)
      if (session && call) push(this.#byCall, `${session} ${call} ${path}`, change)
    }
  }
}

function push(map: Map<string, SeenChange[]>, key: string, change: SeenChange): void {
  const known = map.get(key)
  if (known) known.push(change)
  else map.set(key, [change])
}

function firstAtOrAfter(changes: readonly SeenChange[], timeMs: number): number {
  let [low, high] = [0, changes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (changes[middle]!.timeMs < timeMs) low = middle + 1
    else high = middle
  }
  return low
}

/** A path and all folders above it. */
function withFolders(path: string): string[] {
  const found: string[] = []
  for (let at = path; at !== dirname(at); at = dirname(at)) found.push(at)
  return found
}
