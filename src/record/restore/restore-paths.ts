/** Which recorded paths are meant by those that were asked for. */

import { MAIN } from '../../git/history/refs.ts'
import { toGitPath } from '../../git/objects/names.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { gitText } from '../../git/process/run.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isOid } from '../../model/oid.ts'
import { isUtf8, joinRaw, type RawPath, rawFromText, rawToText } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readSnapshot } from '../../store/timeline/timeline.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import { FolderCursor, look } from './on-disk.ts'

interface Where {
  repo: ShadowRepo
  reader: ObjectReader
  snapshot: Snapshot
  latest: Snapshot
  /** With `--delete`, a path may also be one that is to go. */
  remove: boolean
}

const EVERYTHING = rawFromText('')
const SEARCH_MS = 2_000

/**
 * Returns the recorded paths of those asked for; none means everything. A path may also be written the way
 * `showPath` shows it, since its bytes may be none that a command line can carry.
 * @throws {FlightrecError} usage, for a path that the snapshot does not have, naming one that does.
 */
export async function resolveRestorePaths(
  where: Where,
  asked: readonly RawPath[],
): Promise<RawPath[]> {
  if (asked.length === 0) return [EVERYTHING]
  const snapshots = where.remove ? [where.snapshot, where.latest] : [where.snapshot]
  const found: RawPath[] = []
  for (const path of asked) found.push(await resolvePath(where, snapshots, path))
  return found
}

async function resolvePath(
  where: Where,
  snapshots: readonly Snapshot[],
  path: RawPath,
): Promise<RawPath> {
  for (const snapshot of snapshots) {
    if (await new TreeLookup(where.reader, snapshot).at(path)) return path
  }
  if (where.remove && isOnDisk(where.repo.root, path)) return path
  for (const snapshot of path.includes('\\') ? snapshots : []) {
    const found = await findShown(new TreeLookup(where.reader, snapshot), path)
    if (found !== undefined) return found
  }
  throw await unknownPath(where, path)
}

function isOnDisk(root: string, path: RawPath): boolean {
  const cursor = new FolderCursor(root)
  try {
    return look(cursor, path) !== undefined
  } finally {
    cursor.close()
  }
}

async function findShown(tree: TreeLookup, shown: RawPath): Promise<RawPath | undefined> {
  let path = EVERYTHING
  for (const part of rawToText(shown).split('/')) {
    const name = [...(await tree.nodesIn(path)).keys()].find((name) => showPath(name) === part)
    if (name === undefined) return undefined
    path = joinRaw(path, name)
  }
  return path
}

async function unknownPath({ repo, reader, snapshot }: Where, path: RawPath) {
  const nearest = await lastSnapshotWith(repo, reader, path)
  return new FlightrecError('usage', `'${showPath(path)}' is not in snapshot ${snapshot.id}`, {
    hint: nearest
      ? `Snapshot ${nearest.id} has it: run \`flightrec restore ${nearest.id} …\`.`
      : 'Run `flightrec log --stat` to see which snapshot has it.',
  })
}

/** Looks for the last snapshot that holds `path`, for as long as a user would wait. */
async function lastSnapshotWith(
  repo: ShadowRepo,
  reader: ObjectReader,
  path: RawPath,
): Promise<Snapshot | undefined> {
  if (!isUtf8(path)) return undefined
  const args = ['log', '-1', '--format=%H', '--no-renames', '--diff-filter=AM', MAIN, '--']
  try {
    const answer = await gitText(repo.gitDir, [...args, rawToText(toGitPath(path))], {
      timeoutMs: SEARCH_MS,
    })
    const oid = answer.trim()
    return isOid(oid) ? await readSnapshot(reader, oid) : undefined
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    return undefined // It took too long; the message does without.
  }
}
