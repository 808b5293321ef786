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

/** Where in a chain a commit goes. */
interface ChainPlace {
  ref: string
  /** Where the ref is. */
  previous: Oid | undefined
  /** Begins the chain anew: nothing of what was stays in it. */
  isAlone?: boolean
}

/**
 * Adds a commit to the chain of a ref.
 * @param writeTree writes what the commit holds, and returns its tree.
 * @throws {FlightrecError} locked, when another process moved the ref meanwhile.
 */
export async function appendCommit(
  gitDir: string,
  { ref, previous, isAlone = false }: ChainPlace,
  commit: ChainCommit,
  writeTree: (batch: LooseObjectBatch) => Promise<Oid>,
): Promise<Oid> {
  const parents = previous === undefined || isAlone ? [] : [previous]
  const head = await writeObjects(gitDir, async (batch) => {
    const tree = await writeTree(batch)
    return await batch.write('commit', formatCommit({ ...commit, tree, parents }))
  })
  const [subject] = commit.message.split('\n', 1)
  updateRef(gitDir, ref, head, previous, { timeSeconds: commit.timeSeconds, message: subject! })
  return head
}
