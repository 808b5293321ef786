/** Who wrote each line of a file, and in which snapshot. */
import { type FurtherParents, gitBlame, gitBlameAcross } from '../../git/compare/blame.ts'
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import { FlightrecError } from '../../model/errors.ts'
import { asOfPath } from '../../model/later-evidence.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatSize } from '../../model/units.ts'
import { logPastDamage } from '../../store/timeline/log-past-damage.ts'
import { readSnapshot, snapshotFromCommit } from '../../store/timeline/timeline.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { sideAt } from './lost-meta.ts'

export interface BlameLine {
  line: number
  /** The snapshot that brought this line. */
  snapshot: Snapshot
  /** The restore or undo that brought it back later. */
  broughtBack?: Snapshot
  content: Buffer
}

/** Older states of a file are not asked whether a line came back from them. */
const STATES_BEFORE_MAX = 200

export interface Blame {
  /** The snapshot whose file is shown: the one asked for, or the last that had the file. */
  at: Snapshot
  lines: BlameLine[]
}

/** @throws {FlightrecError} usage, when nothing such was recorded, or it has no lines to blame. */
export async function readBlame(view: RepoView, asked: Snapshot, path: RawPath): Promise<Blame> {
  const at = await lastWith(view, asked, path)
  const side = await sideAt(view, at, path)
  if (side?.kind === 'large') {
    throw noLines(path, 'over the size cap, so its content was not recorded')
  }
  if (side?.kind !== 'file') throw noLines(path, `a ${side?.kind}`)
  const sizeBytes = (await view.sizes.of([side.oid!])).get(side.oid!) ?? 0
  if (sizeBytes > HELD_CONTENT_BYTES_MAX)
    throw noLines(path, `too large, at ${formatSize(sizeBytes)}`)
  const lines = await throughRestores(view, at, path, await blameLines(view, at, path))
  if (lines.some(({ content }) => content.includes(0))) throw noLines(path, 'binary')
  return { at, lines }
}

async function blameLines(
  view: RepoView,
  { commit: of }: Snapshot,
  path: RawPath,
  parents?: FurtherParents,
): Promise<BlameLine[]> {
  const blamed = parents
    ? await gitBlameAcross(view.gitDir, of, path, parents)
    : await gitBlame(view.gitDir, of, path)
  const snapshots = new Map<Oid, Snapshot>()
  const lines: BlameLine[] = []
  for (const { commit, line, content } of blamed) {
    const snapshot = snapshots.get(commit) ?? asOfPath(await view.snapshotOf(commit), path)
    snapshots.set(commit, snapshot)
    lines.push({ line, snapshot, content })
  }
  return lines
}

/** A line that a restore or an undo has brought back is whose it was before, as if all states had led to that one. */
async function throughRestores(
  view: RepoView,
  at: Snapshot,
  path: RawPath,
  lines: BlameLine[],
): Promise<BlameLine[]> {
  if (!lines.some(({ snapshot }) => isRestore(snapshot))) return lines
  const states: Snapshot[] = []
  for await (const commit of logPastDamage(view.gitDir, { from: at.commit, paths: [path] }))
    states.push(snapshotFromCommit(commit.oid, commit))
  const parents = new Map<Oid, Oid[]>()
  for (const [n, { commit, parent, trigger }] of states.entries()) {
    if (trigger !== 'restore' || parent === undefined) continue
    const before = states.slice(n + 1, n + 1 + STATES_BEFORE_MAX).map((state) => state.commit)
    parents.set(commit, [parent, ...before.filter((oid) => oid !== parent)])
  }
  const found = await blameLines(view, at, path, parents)
  return found.map((line, n) => {
    const broughtBack = lines[n]!.snapshot
    return isRestore(broughtBack) && broughtBack.commit !== line.snapshot.commit
      ? { ...line, broughtBack }
      : line
  })
}

function isRestore({ trigger }: Snapshot): boolean {
  return trigger === 'restore'
}

function noLines(path: RawPath, what: string): FlightrecError {
  return new FlightrecError('usage', `cannot blame '${showPath(path)}': it is ${what}`, {
    hint: `Run \`flightrec log -- ${showPath(path)}\` to see when it changed.`,
  })
}

/** Returns the newest snapshot, up to `asked`, that has the path: the parent of the one that removed it. */
async function lastWith(view: RepoView, asked: Snapshot, path: RawPath): Promise<Snapshot> {
  if (await sideAt(view, asked, path)) return asked
  for await (const commit of logPastDamage(view.gitDir, { from: asked.commit, paths: [path] })) {
    const parent = commit.parents[0]
    if (parent === undefined) break
    const snapshot = await readSnapshot(view.reader, parent)
    if (await sideAt(view, snapshot, path)) return snapshot
  }
  throw new FlightrecError('usage', `'${showPath(path)}' was not recorded up to ${asked.id}`, {
    hint: 'Run `flightrec log --stat` to see what was.',
  })
}
