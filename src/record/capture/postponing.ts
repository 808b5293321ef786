/**
 * Which files are left for a later look: large ones that change all the time, and new ones that may be gone in a
 * moment, since programs write beside a file what they then put in its place.
 */
import type { RawPath } from '../../model/raw-path.ts'
import { now } from '../../system/clock.ts'
import type { Noticed } from '../attribution/noticed.ts'
import type { Candidate } from '../scan/scan-scope.ts'
import { type CaptureLimits, paceBytes } from './capture.ts'
import { CapturePace } from './capture-pace.ts'

/** Files that changed but were left for later: to be looked at again after `waitMs`. */
export interface Postponed {
  paths: RawPath[]
  waitMs: number
}

export interface PostponeRequest {
  /** Whether large files may be left: so that they are recorded at last when somebody asks. */
  mayPostpone: boolean
  limits: CaptureLimits
  /** A new file is left until it was first heard of so long ago. */
  youngMs: number
  noticed: ((path: RawPath) => Noticed | undefined) | undefined
  /** Whether a new file is likely to be put in the place of another. */
  isPassing: ((path: RawPath) => boolean) | undefined
  /** Whether a file was not there before, in a folder that was: else the folder would be recorded as empty. */
  isNew(candidate: Candidate): boolean
}

/** Whatever it looks like, a new file is recorded after this time. */
const HELD_MS_MAX = 5_000
const YOUNG_MS_MAX = 1_000
const PASSING_WAIT_MS = 100
const HELD_MAX = 10_000

export class Postponing {
  readonly #pace = new CapturePace()
  /** Since when new files have been held back. */
  readonly #heldSince = new Map<RawPath, number>()

  /** Takes out of `candidates` what is to be left, and notes that the others are captured. */
  take(candidates: Map<RawPath, Candidate>, request: PostponeRequest): Postponed | undefined {
    const nowMs = now()
    const held: RawPath[] = []
    let waitMs = Number.POSITIVE_INFINITY
    for (const candidate of candidates.values()) {
      const wait = this.#waitMs(candidate, request, nowMs)
      if (wait <= 0) continue
      held.push(candidate.path)
      waitMs = Math.min(waitMs, wait)
    }
    for (const path of held) candidates.delete(path)
    for (const { path, sizeBytes } of candidates.values()) {
      this.#pace.noteCapture(path, paceBytes(sizeBytes, request.limits), nowMs)
    }
    this.#forget(nowMs)
    return held.length === 0 ? undefined : { paths: held, waitMs }
  }

  #waitMs(candidate: Candidate, request: PostponeRequest, nowMs: number): number {
    const { path, sizeBytes } = candidate
    const wait = request.isNew(candidate) ? this.#newWaitMs(path, request, nowMs) : 0
    if (wait > 0) {
      if (!this.#heldSince.has(path)) this.#heldSince.set(path, nowMs)
      return wait
    }
    this.#heldSince.delete(path)
    if (!request.mayPostpone) return 0
    return this.#pace.waitMs(path, paceBytes(sizeBytes, request.limits), nowMs)
  }

  #newWaitMs(path: RawPath, request: PostponeRequest, nowMs: number): number {
    const heldMs = nowMs - (this.#heldSince.get(path) ?? nowMs)
    if (heldMs < HELD_MS_MAX && request.isPassing?.(path)) return PASSING_WAIT_MS
    const first = request.noticed?.(path)?.first
    if (heldMs >= YOUNG_MS_MAX || first === undefined) return 0
    return Math.max(0, request.youngMs - Math.max(0, nowMs - first))
  }

  /** What has gone meanwhile is asked for no more. */
  #forget(nowMs: number): void {
    for (const [path, since] of this.#heldSince) {
      if (nowMs - since < 2 * HELD_MS_MAX && this.#heldSince.size <= HELD_MAX) break
      this.#heldSince.delete(path)
    }
  }
}
