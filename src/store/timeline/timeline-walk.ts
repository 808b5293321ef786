/** Walks a chain of commits from a ref to its old end, past commits that are damaged where the reflog knows the way. */

import { readReflog } from '../../git/history/reflog.ts'
import { readShallow } from '../../git/history/shallow.ts'
import { type Commit, parseCommit } from '../../git/objects/commit-format.ts'
import type { ObjectType } from '../../git/objects/object-name.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { readTip } from './ref-check.ts'

export interface ChainLink {
  oid: Oid
  /** Absent when the commit cannot be read. */
  commit?: Commit | undefined
  /** Whether history was cut here by retention, though the commit has a parent. */
  isCut: boolean
}

/** Reads an object; undefined when it is missing, of another type, or so damaged that git gives up. */
export async function readSound(
  reader: ObjectReader,
  oid: Oid,
  type: ObjectType,
): Promise<Buffer | undefined> {
  try {
    const object = await reader.find(oid)
    return object?.type === type ? object.content : undefined
  } catch (error) {
    if (error instanceof FlightrecError && error.code === 'corrupt-store') return undefined
    throw error
  }
}

/** Yields the commits of `ref`, newest first; of those from `start` on, when given. */
export async function* walkChain(
  gitDir: string,
  ref: string,
  reader: ObjectReader,
  start?: Oid,
): AsyncGenerator<ChainLink> {
  const { commits: shallow } = readShallow(gitDir)
  const before = new Map<Oid, Oid>()
  for (const { from, to } of readReflog(gitDir, ref).entries) if (from) before.set(to, from)
  const seen = new Set<Oid>()
  let oid = start ?? tipOf(gitDir, ref)
  while (oid !== undefined && !seen.has(oid)) {
    seen.add(oid)
    const commit = parseIfCommit(await readSound(reader, oid, 'commit'))
    const isCut = shallow.has(oid)
    yield { oid, commit, isCut }
    if (isCut) return
    oid = commit ? commit.parents[0] : before.get(oid)
  }
}

/** The ref, or what its reflog says it was last when the ref itself is damaged. */
function tipOf(gitDir: string, ref: string): Oid | undefined {
  const tip = readTip(gitDir, ref)
  return tip === undefined || tip === 'bad' ? readReflog(gitDir, ref).entries.at(-1)?.to : tip
}

function parseIfCommit(bytes: Buffer | undefined): Commit | undefined {
  if (!bytes) return undefined
  try {
    return parseCommit(bytes)
  } catch (error) {
    if (error instanceof FlightrecError) return undefined
    throw error
  }
}
