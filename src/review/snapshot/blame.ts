/** Who wrote each line of a file, and in which snapshot. */
import { isUtf8 } from 'node:buffer'
import { gitBlame } from '../../git/compare/blame.ts'
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import { FlightrecError } from '../../model/errors.ts'
import { asOfPath } from '../../model/later-evidence.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatSize } from '../../model/units.ts'
import { logPastDamage } from '../../store/log-past-damage.ts'
import { readSnapshot } from '../../store/timeline.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { sideAt } from './lost-meta.ts'

export interface BlameLine {
  line: number
  /** The snapshot that brought this line. */
  snapshot: Snapshot
  content: Buffer
}

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
  const snapshots = new Map<Oid, Snapshot>()
  const lines: BlameLine[] = []
  for (const { commit, line, content } of await gitBlame(view.gitDir, at.commit, path)) {
    const snapshot = snapshots.get(commit) ?? asOfPath(await view.snapshotOf(commit), path)
    snapshots.set(commit, snapshot)
    lines.push({ line, snapshot, content })
  }
  if (lines.some(({ content }) => content.includes(0))) throw noLines(path, 'binary')
  return { at, lines }
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

/** One line of `blame --json`. */
export function blameLineJson(at: Snapshot, { line, snapshot, content }: BlameLine) {
  const isText = isUtf8(content)
  return {
    type: 'line' as const,
    line,
    snapshot_id: snapshot.id,
    created_at: new Date(snapshot.time).toISOString(),
    actor: snapshot.actor.name,
    session: snapshot.session ?? null,
    step: snapshot.event === undefined ? null : Number(snapshot.event),
    at_snapshot_id: at.id,
    text: isText ? content.toString('utf8') : null,
    text_base64: isText ? null : content.toString('base64'),
  }
}
