/**
 * Keeps from `gc` what no ref names any more because the commits that named it are lost: a commit on
 * refs/flightrec/salvage whose tree holds each such folder and file under its object name.
 */

import { appendCommit } from '../../git/history/commit-chain.ts'
import { readRef, SALVAGE } from '../../git/history/refs.ts'
import { parseCommit } from '../../git/objects/commit-format.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import {
  formatTree,
  MODE_FILE,
  MODE_TREE,
  parseTree,
  type TreeEntry,
} from '../../git/objects/tree-format.ts'
import { gitText } from '../../git/process/run.ts'
import { type Dangling, danglingObjects } from '../../git/upkeep/fsck.ts'
import { showCount } from '../../model/counts.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { rawFromText } from '../../model/raw-path.ts'
import { FLIGHTREC } from '../../model/snapshot.ts'
import { readSound } from '../../store/timeline/timeline-walk.ts'
import { now } from '../../system/clock.ts'

/** @param heads Commits that will be named, beside those that refs name now. */
export async function keepUnnamed(gitDir: string, heads: readonly Oid[]): Promise<void> {
  const reader = new ObjectReader(gitDir)
  try {
    const unnamed = await unnamedObjects(gitDir, heads, reader)
    const found = new Map<Oid, TreeEntry>()
    for (const { type, oid } of unnamed)
      await keepSound(reader, await treeOr(reader, type, oid), found)
    if (found.size > 0) await storeSalvage(gitDir, [...found.values()])
  } finally {
    reader.close()
  }
}

/** What neither the commits `heads` nor those of the refs that can be read, nor anything else names. */
export async function unnamedObjects(
  gitDir: string,
  heads: readonly Oid[],
  reader: ObjectReader,
): Promise<Dangling[]> {
  const named = (await gitText(gitDir, ['for-each-ref', '--format=%(objectname)'])).split('\n')
  const sound: Oid[] = []
  for (const oid of new Set([...named, ...heads]))
    if (isOid(oid) && (await readSound(reader, oid, 'commit'))) sound.push(oid)
  return await danglingObjects(gitDir, sound)
}

/** A commit that nothing names was never acknowledged; what it holds may be wanted all the same. */
async function treeOr(reader: ObjectReader, type: Dangling['type'], oid: Oid): Promise<TreeEntry> {
  const commit = type === 'commit' ? await readSound(reader, oid, 'commit') : undefined
  const tree = commit && parseCommit(commit).tree
  return entryFor(type === 'blob' ? MODE_FILE : MODE_TREE, tree ?? oid)
}

/** Takes a folder as a whole when all of it can be read, else what of it can. */
async function keepSound(
  reader: ObjectReader,
  { mode, oid }: TreeEntry,
  found: Map<Oid, TreeEntry>,
): Promise<boolean> {
  const bytes = await readSound(reader, oid, mode === MODE_TREE ? 'tree' : 'blob')
  if (!bytes) return false
  const below = new Map<Oid, TreeEntry>()
  let isWhole = true
  for (const child of mode === MODE_TREE ? parseTree(bytes) : [])
    if (!(await keepSound(reader, child, below))) isWhole = false
  if (isWhole) found.set(oid, entryFor(mode === MODE_TREE ? MODE_TREE : MODE_FILE, oid))
  else for (const [name, entry] of below) found.set(name, entry)
  return isWhole
}

function entryFor(mode: number, oid: Oid): TreeEntry {
  return { mode, gitName: rawFromText(oid), oid }
}

async function storeSalvage(gitDir: string, entries: readonly TreeEntry[]): Promise<void> {
  const previous = readRef(gitDir, SALVAGE)
  const timeSeconds = Math.floor(now() / 1000)
  const message = `salvage: ${showCount(entries.length, 'object')} that lost commits may have named`
  const by = { author: FLIGHTREC, committer: FLIGHTREC, timeSeconds, message: `${message}\n` }
  await appendCommit(gitDir, { ref: SALVAGE, previous }, by, (batch) =>
    batch.write('tree', formatTree(entries)),
  )
}
