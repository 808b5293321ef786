/** What each snapshot of a repo costs, for retention and for naming the paths that cost most. */

import { MAIN, readRef } from '../../git/history/refs.ts'
import { fromGitPath } from '../../git/objects/names.ts'
import { objectCosts } from '../../git/objects/object-costs.ts'
import { gitText } from '../../git/process/run.ts'
import { corruptStore, FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import { isSnapshotId, type SnapshotId, snapshotIdTime } from '../../model/snapshot-id.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'

export interface KeptSnapshot {
  commit: Oid
  id: SnapshotId
  /** Milliseconds since the epoch. */
  time: number
  meta?: Oid
  /** Bytes on disk of what this snapshot holds and no newer one does. */
  ownBytes: number
}

/** Returns the snapshots, newest first, each with what it alone costs. */
export async function repoHistory(gitDir: string, signal?: AbortSignal): Promise<KeptSnapshot[]> {
  const snapshots = await listSnapshots(gitDir)
  const byCommit = new Map(snapshots.map((snapshot) => [snapshot.commit, snapshot]))
  let current: KeptSnapshot | undefined
  for await (const { oid, diskBytes } of objectCosts(gitDir, MAIN, signal)) {
    current = byCommit.get(oid) ?? current
    if (current) current.ownBytes += diskBytes
  }
  return snapshots
}

/** Returns why git cannot walk the history of a repo, which is then left as it is; undefined when it can. */
export async function historyProblem({
  gitDir,
  root,
}: ShadowRepo): Promise<FlightrecError | undefined> {
  if (readRef(gitDir, MAIN) === undefined) return undefined
  try {
    await listSnapshots(gitDir)
    return undefined
  } catch (error) {
    if (!(error instanceof FlightrecError) || error.code !== 'git-failed') throw error
    return corruptStore(`some snapshots of ${showText(root)} cannot be read`, error)
  }
}

async function listSnapshots(gitDir: string): Promise<KeptSnapshot[]> {
  const trailer = (key: string) => `%(trailers:key=Flightrec-${key},valueonly,separator=%x2C)`
  const format = `--format=%H ${trailer('Snapshot')} ${trailer('Meta')} ${trailer('Clock')}`
  const lines = (await gitText(gitDir, ['log', format, MAIN])).split('\n')
  return lines.flatMap((line) => {
    const [commit = '', id = '', meta = '', clock = ''] = line.split(' ')
    if (!isOid(commit) || !isSnapshotId(id)) return []
    const time = clock === '' ? snapshotIdTime(id)! : Date.parse(clock)
    return [{ commit, id, time, ...(isOid(meta) && { meta }), ownBytes: 0 }]
  })
}

interface PathCost {
  path: RawPath
  /** Bytes on disk of all its recorded contents together. */
  diskBytes: number
  contents: number
}

/** Returns the files whose recorded contents take most room, largest first. */
export async function largestPaths(
  gitDir: string,
  limit: number,
  signal?: AbortSignal,
): Promise<PathCost[]> {
  const costs = new Map<RawPath, PathCost>()
  for await (const { type, diskBytes, gitPath } of objectCosts(gitDir, MAIN, signal)) {
    if (type !== 'blob') continue
    const known = costs.get(gitPath)
    if (known) {
      known.diskBytes += diskBytes
      known.contents += 1
    } else costs.set(gitPath, { path: fromGitPath(gitPath), diskBytes, contents: 1 })
  }
  return [...costs.values()].sort((a, b) => b.diskBytes - a.diskBytes).slice(0, limit)
}
