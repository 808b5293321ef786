/** Chains of commits that a ref names: what is added stands on what was there, and is durable before the ref moves. */
import type { Oid } from '../../model/oid.ts'
import type { Actor } from '../../model/snapshot.ts'
import { formatCommit } from '../objects/commit-format.ts'
import { type LooseObjectBatch, writeObjects } from '../objects/loose-objects.ts'
import { updateRef } from './refs.ts'

export interface ChainCommit {
  author: Actor
  committer: Actor
  timeSeconds: number
  /** Its first line also stands in the reflog. */
  message: string
}

type WriteTree = (batch: LooseObjectBatch) => Promise<Oid>

/**
 * Adds a commit to the chain of `ref`, which ends at `previous`.
 * @param writeTree writes what the commit holds, and returns its tree.
 * @throws {FlightrecError} locked, when another process moved the ref meanwhile.
 */
export function appendCommit(
  gitDir: string,
  ref: string,
  previous: Oid | undefined,
  commit: ChainCommit,
  writeTree: WriteTree,
): Promise<Oid> {
  const parents = previous === undefined ? [] : [previous]
  return moveRef(gitDir, { ref, previous }, parents, commit, writeTree)
}

/**
 * Begins the chain of `ref` anew; see `appendCommit`.
 * @throws {FlightrecError} locked
 */
export function replaceChain(
  gitDir: string,
  ref: string,
  previous: Oid | undefined,
  commit: ChainCommit,
  writeTree: WriteTree,
): Promise<Oid> {
  return moveRef(gitDir, { ref, previous }, [], commit, writeTree)
}

async function moveRef(
  gitDir: string,
  { ref, previous }: { ref: string; previous: Oid | undefined },
  parents: Oid[],
  commit: ChainCommit,
  writeTree: WriteTree,
): Promise<Oid> {
  const head = await writeObjects(gitDir, async (batch) => {
    const content = formatCommit({ ...commit, tree: await writeTree(batch), parents })
    return await batch.write('commit', content)
  })
  const [subject] = commit.message.split('\n', 1)
  updateRef(gitDir, ref, head, previous, { timeSeconds: commit.timeSeconds, message: subject! })
  return head
}
