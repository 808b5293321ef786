/** The note on one snapshot while it is worked out who has declared its changes. */
import type { LaterNote } from '../../model/later-evidence.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Session } from '../../model/session.ts'
import type { LaterEvidence, Snapshot } from '../../model/snapshot.ts'
import type { PastCall } from '../../record/attribution/past-calls.ts'
import { now } from '../../system/clock.ts'

export class NoteDraft {
  isChanged = false
  #parts: LaterEvidence[]
  /** Whether every change that was asked about so far is put down to somebody. */
  #isWhole = true

  constructor({ later = [] }: Snapshot) {
    this.#parts = [...later]
  }

  get note(): LaterNote {
    return { parts: this.#parts, isWhole: this.#isWhole }
  }

  partOf(path: RawPath): LaterEvidence | undefined {
    return this.#parts.find(({ paths }) => paths.includes(path))
  }

  /** Puts a change with these names down to a session, and to its call where it is one; false when it is somebody's. */
  add(
    { id, agent }: Pick<Session, 'id' | 'agent'>,
    calls: readonly PastCall[],
    names: readonly RawPath[],
  ): boolean {
    if (names.some((path) => this.partOf(path))) return false
    const [call, another] = calls
    const mark = call && !another ? { call: call.key, event: String(call.event) } : {}
    const known = this.#parts.find((part) => part.session === id && part.call === mark.call)
    const fresh = { session: id, agent, ...mark, evidence: 'declared', noted: now(), paths: [] }
    const part = known ?? fresh
    this.#parts = this.#parts.filter((other) => other !== known)
    this.#parts.push({ ...part, paths: [...part.paths, ...names] })
    this.isChanged = true
    return true
  }

  /** Puts a change with these names down to nobody: others may have made it as well. */
  drop(names: readonly RawPath[]): void {
    if (!names.some((path) => this.partOf(path))) return
    this.#parts = this.#parts
      .map((part) => ({ ...part, paths: part.paths.filter((path) => !names.includes(path)) }))
      .filter(({ paths }) => paths.length > 0)
    this.isChanged = true
  }

  /** Takes note of a change that the snapshot holds, once it is decided. */
  cover(names: readonly RawPath[]): void {
    this.#isWhole &&= names.every((path) => this.partOf(path) !== undefined)
  }
}
