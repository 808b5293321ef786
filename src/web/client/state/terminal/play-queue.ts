/** Pictures that are played: which are due as time goes on. It knows no clock and no server. */
import type { PicturesAnswer, SentPicture } from './screen.ts'

export class PlayQueue {
  /** The longest pause that is played as it was; undefined plays all of them. */
  idleLimitMs: number | undefined
  /** Where it has come to, in the time of the recording. */
  atMs: number
  readonly #waiting: SentPicture[] = []
  /** When the picture on the screen was whole. */
  #shownMs: number
  /** When the first picture that has not come yet is due; null when there is none. */
  #nextMs: number | null

  constructor(atMs: number) {
    this.atMs = atMs
    this.#shownMs = atMs
    this.#nextMs = atMs
  }

  /** What to ask for next; undefined while enough is here. */
  wants(aheadMs: number): number | undefined {
    const last = this.#waiting.at(-1)
    const isEnough = last !== undefined && last.at_ms - this.atMs > aheadMs
    return isEnough || this.#nextMs === null ? undefined : this.#nextMs
  }

  add({ pictures, next_ms }: Pick<PicturesAnswer, 'pictures' | 'next_ms'>): void {
    this.#waiting.push(...pictures)
    this.#nextMs = next_ms
  }

  /** There may be more by now, of a recording that goes on. */
  look(): void {
    this.#nextMs ??= (this.#waiting.at(-1)?.at_ms ?? this.#shownMs) + 1
  }

  /** Whether all that there is has been shown. */
  get isAtEnd(): boolean {
    return this.#waiting.length === 0 && this.#nextMs === null
  }

  /** Lets time go on; returns the pictures that are due, in order. It waits for those that have not come. */
  advance(byMs: number): SentPicture[] {
    const due: SentPicture[] = []
    let atMs = this.atMs + byMs
    for (;;) {
      const next = this.#waiting[0]
      const nextMs = next?.at_ms ?? this.#nextMs ?? undefined
      if (nextMs !== undefined) atMs = this.#pastIdle(atMs, nextMs)
      if (nextMs === undefined || nextMs > atMs) break
      if (!next) {
        atMs = nextMs
        break
      }
      this.#waiting.shift()
      this.#shownMs = Math.max(this.#shownMs, next.at_ms)
      due.push(next)
    }
    this.atMs = Math.max(this.atMs, atMs)
    return due
  }

  #pastIdle(atMs: number, nextMs: number): number {
    const limit = this.idleLimitMs
    if (limit === undefined || atMs - this.#shownMs < limit) return atMs
    return Math.max(atMs, nextMs)
  }
}
