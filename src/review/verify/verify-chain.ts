/** Follows the timeline, the meta chain and the gaps from their refs to their old ends. */

import { GAPS, MAIN } from '../../git/history/refs.ts'
import { readShallow } from '../../git/history/shallow.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Gap } from '../../model/gap.ts'
import type { Oid } from '../../model/oid.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { SnapshotId } from '../../model/snapshot-id.ts'
import { parseGapMessage } from '../../model/snapshot-message.ts'
import type { CheckFindings, Damage } from '../../store/timeline/damage.ts'
import { CHAINS, type ChainRef, checkRef } from '../../store/timeline/ref-check.ts'
import { snapshotFromCommit } from '../../store/timeline/timeline.ts'
import { type ChainLink, walkChain } from '../../store/timeline/timeline-walk.ts'
import { MetaCheck } from './verify-meta.ts'
import type { VerifyOptions } from './verify-options.ts'

export interface ChainFacts {
  snapshots: number
  oldest?: SnapshotId
  newest?: SnapshotId
  /** Whether older snapshots were dropped by retention. */
  isCut: boolean
  gaps: { count: number; longest?: Gap }
}

interface ChainFindings extends CheckFindings {
  facts: ChainFacts
  /** Objects that could not be read. */
  objects: Oid[]
}

export async function verifyChain(gitDir: string, options: VerifyOptions): Promise<ChainFindings> {
  const reader = new ObjectReader(gitDir)
  try {
    return await new ChainCheck(gitDir, reader, options).run()
  } finally {
    reader.close()
  }
}

class ChainCheck {
  readonly #gitDir: string
  readonly #reader: ObjectReader
  readonly #options: VerifyOptions
  readonly #meta: MetaCheck
  readonly #cuts = new Set<Oid>()
  readonly #found: ChainFindings = {
    damages: [],
    notes: [],
    objects: [],
    facts: { snapshots: 0, isCut: false, gaps: { count: 0 } },
  }
  #newer: Snapshot | undefined

  constructor(gitDir: string, reader: ObjectReader, options: VerifyOptions) {
    this.#gitDir = gitDir
    this.#reader = reader
    this.#options = options
    this.#meta = new MetaCheck(reader)
  }

  async run(): Promise<ChainFindings> {
    for (const ref of CHAINS) {
      const chain: Oid[] = []
      for await (const link of walkChain(this.#gitDir, ref, this.#reader)) {
        if (this.#options.signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
        if (chain.length % 256 === 0) this.#options.onProgress?.('timeline', chain.length, 0)
        chain.push(link.oid)
        await this.#link(ref, link)
      }
      const { damages, notes } = checkRef(this.#gitDir, ref, chain)
      this.#found.damages.push(...damages)
      this.#found.notes.push(...notes)
    }
    this.#shallow()
    return this.#found
  }

  async #link(ref: ChainRef, link: ChainLink): Promise<void> {
    if (link.isCut) this.#cuts.add(link.oid)
    if (!link.commit) {
      this.#found.objects.push(link.oid)
      this.#damage('object', link.oid, `a commit of ${ref} cannot be read`, link.oid)
      if (ref === MAIN) this.#found.facts.snapshots += 1
      return
    }
    if (link.commit.parents.length > 1)
      this.#damage('chain', link.oid, `a commit of ${ref} has more than one parent`)
    if (ref === MAIN) await this.#snapshot(link)
    if (ref === GAPS) this.#gap(link)
  }

  async #snapshot({ oid, commit, isCut }: ChainLink): Promise<void> {
    const { facts } = this.#found
    facts.snapshots += 1
    facts.isCut ||= isCut
    const snapshot = this.#parse(oid, commit!)
    if (!snapshot) return
    facts.newest ??= snapshot.id
    facts.oldest = snapshot.id
    if (this.#newer && this.#newer.id <= snapshot.id)
      this.#damage('chain', this.#newer.id, `it is not later than the one before, ${snapshot.id}`)
    this.#newer = snapshot
    const problem = snapshot.meta && (await this.#meta.commitProblem(snapshot.meta))
    if (!problem) return
    this.#found.objects.push(problem)
    this.#damage('meta', snapshot.id, `its modes and owners cannot be read (object ${problem})`)
  }

  #parse(oid: Oid, commit: NonNullable<ChainLink['commit']>): Snapshot | undefined {
    try {
      return snapshotFromCommit(oid, commit)
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      this.#damage('chain', oid, `a commit of ${MAIN} is ${showText(error.message)}`)
      return undefined
    }
  }

  #gap({ oid, commit }: ChainLink): void {
    const { gaps } = this.#found.facts
    const gap = parseGapMessage(commit!.message)
    if (!gap) {
      this.#damage('gaps', oid, `a commit of ${GAPS} is not a gap`)
      return
    }
    gaps.count += 1
    if (!gaps.longest || gap.to - gap.from > gaps.longest.to - gaps.longest.from) gaps.longest = gap
  }

  /** Every commit of the boundary must end one of our chains: else it hides history, or hides nothing. */
  #shallow(): void {
    const { commits, bad } = readShallow(this.#gitDir)
    const stray = [...commits].filter((oid) => !this.#cuts.has(oid)).length
    if (bad.length > 0) this.#damage('shallow', 'shallow', 'a line of it is no object name')
    if (stray > 0) this.#damage('shallow', 'shallow', `${stray} commits in it end no chain`)
  }

  #damage(kind: Damage['kind'], subject: string, problem: string, oid?: Oid): void {
    const mendable = kind === 'shallow'
    this.#found.damages.push({ kind, subject, problem, mendable, oid })
  }
}
