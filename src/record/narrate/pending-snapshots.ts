/**
 * The snapshots of one root that wait for a narrative. The timeline itself is the queue: a file says how far it is
 * told, so that taking a snapshot costs nothing more and a crash loses none.
 */

import { MAIN, readRef } from '../../git/history/refs.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { gitResult } from '../../git/process/run.ts'
import { sideFile } from '../../git/side-files.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readSnapshot } from '../../store/timeline/timeline.ts'
import { readTextIfThere, removeIfThere, writeFileDurably } from '../../system/files.ts'

/** When more wait, the oldest go without. */
export const PENDING_MAX = 200

const statePath = (gitDir: string) => sideFile(gitDir, 'narrated')

/** From here on nothing waits: what is recorded while narratives are off is never sent later. */
export function forgetPending(gitDir: string): void {
  removeIfThere(statePath(gitDir))
}

export class PendingSnapshots {
  readonly repo: ShadowRepo
  readonly #reader: ObjectReader
  #waiting: Snapshot[] = []
  /** Up to here the timeline was looked at. */
  #seen: Oid | undefined
  #isFirstLook = true

  /** A root that was never told of begins with the next snapshot. */
  constructor(repo: ShadowRepo, reader: ObjectReader) {
    this.repo = repo
    this.#reader = reader
    const told = readTextIfThere(statePath(repo.gitDir))?.trim() ?? ''
    this.#seen = isOid(told) ? told : readRef(repo.gitDir, MAIN)
    if (!isOid(told) && this.#seen) this.#write(this.#seen)
  }

  /** Takes in what is new. Returns how many snapshots had to go without a narrative, since too many wait. */
  async lookForNew(): Promise<number> {
    const tip = readRef(this.repo.gitDir, MAIN)
    if (tip === undefined || tip === this.#seen) return 0
    if (this.#isFirstLook && !(await this.#followsOn(tip))) {
      this.#seen = tip
      this.#write(tip)
    }
    this.#isFirstLook = false
    const found: Snapshot[] = []
    let oid: Oid | undefined = tip
    let passedOver = 0
    while (oid !== undefined && oid !== this.#seen) {
      if (found.length === PENDING_MAX) {
        passedOver = 1
        break
      }
      const snapshot: Snapshot = await readSnapshot(this.#reader, oid)
      found.push(snapshot)
      oid = (await this.#isThere(snapshot.parent)) ? snapshot.parent : undefined
    }
    this.#seen = tip
    this.#waiting.push(...found.reverse())
    const excess = Math.max(0, this.#waiting.length - PENDING_MAX)
    const last = this.#waiting.splice(0, excess).at(-1)
    if (last) this.#write(last.commit)
    return excess + passedOver
  }

  /** A timeline that was set back holds snapshots from before narratives were wanted. */
  async #followsOn(tip: Oid): Promise<boolean> {
    if (this.#seen === undefined) return true
    const args = ['merge-base', '--is-ancestor', this.#seen, tip]
    return (await gitResult(this.repo.gitDir, args, { accept: [1, 128] })).exitCode === 0
  }

  /** Older history may have been cut off. */
  async #isThere(oid: Oid | undefined): Promise<boolean> {
    return oid !== undefined && (await this.#reader.find(oid))?.type === 'commit'
  }

  get first(): Snapshot | undefined {
    return this.#waiting[0]
  }

  /** The first one is told, or will never be. */
  finishFirst(): void {
    const told = this.#waiting.shift()
    if (told) this.#write(told.commit)
  }

  #write(commit: Oid): void {
    writeFileDurably(statePath(this.repo.gitDir), `${commit}\n`)
  }
}
