/** The tape as far as it is known by now: more comes while its index is made, and while it is being recorded. */
import type { Marker, Playback } from '../../review/playback/playback.ts'
import { monotonicNow, now } from '../../system/clock.ts'
import { gapsOf, type PlayedClock, type Tape, TRUE_CLOCK } from './tape.ts'

/** Clocks of a long recording are not made anew for each piece that is read. */
const RENEW_MS = 200

export class LiveTape {
  readonly #playback: Playback
  readonly #joined: readonly Marker[]
  readonly #idleLimitMs: number | undefined
  readonly #startedMs: number | undefined
  #markers: readonly Marker[] = []
  #clock: PlayedClock = TRUE_CLOCK
  #knownMs = -1
  #isStale = true
  #renewedMs = Number.NEGATIVE_INFINITY
  #behindMs: number | undefined

  /** @param joined markers that the recording itself does not hold. */
  constructor(playback: Playback, joined: readonly Marker[], idleLimitMs: number | undefined) {
    this.#playback = playback
    this.#joined = joined
    this.#idleLimitMs = idleLimitMs
    this.#startedMs = playback.recording.startedMs
    playback.onGrown(() => {
      this.#isStale = true
    })
  }

  /** How late what was recorded last came here; undefined until something has. */
  get behindMs(): number | undefined {
    return this.#behindMs
  }

  /** What the clock of a recording that goes on says now. */
  get liveMs(): number {
    const { durationMs } = this.#playback
    return this.#startedMs === undefined
      ? durationMs
      : Math.max(durationMs, now() - this.#startedMs)
  }

  /** When it is to be looked at again, since more is known by now. */
  get staleMs(): number | undefined {
    return this.#isStale ? RENEW_MS : undefined
  }

  /** Returns it as of now. */
  tape(): Tape {
    const { durationMs, isLive } = this.#playback
    this.#renew(durationMs, isLive)
    return {
      durationMs,
      isLive,
      startedMs: this.#startedMs,
      markers: this.#markers,
      gaps: gapsOf(this.#markers, (timeMs) => this.#playback.frameAfter(timeMs), durationMs),
      cutClock: this.#clock,
      frameAfter: (timeMs) => this.#playback.frameAfter(timeMs),
      frameBefore: (timeMs) => this.#playback.frameBefore(timeMs),
    }
  }

  #renew(durationMs: number, isLive: boolean): void {
    const nowMs = monotonicNow()
    if (!this.#isStale || nowMs - this.#renewedMs < RENEW_MS) return
    const hasGrown = this.#knownMs >= 0 && durationMs > this.#knownMs
    if (isLive && hasGrown && this.#startedMs !== undefined) {
      this.#behindMs = Math.max(0, now() - this.#startedMs - durationMs)
    }
    this.#isStale = false
    this.#knownMs = durationMs
    this.#renewedMs = nowMs
    const all = [...this.#playback.markers, ...this.#joined]
    this.#markers = all.sort((one, other) => one.timeMs - other.timeMs)
    if (this.#idleLimitMs !== undefined) this.#clock = this.#playback.idle(this.#idleLimitMs)
  }
}
