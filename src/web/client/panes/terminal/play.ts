/** Plays the terminal: asks for what comes, shows what is due, and takes the cursor along. */
import { ROUTES } from '../../../api/routes.ts'
import { now } from '../../browser/clock.ts'
import { ask } from '../../browser/fetching.ts'
import { NextFrame } from '../../browser/frames.ts'
import { cursor, moveTo } from '../../state/cursor.ts'
import { PlayQueue } from '../../state/terminal/play-queue.ts'
import {
  IDLE_LIMIT_MS,
  isIdleCut,
  isPlaying,
  played,
  recordingNow,
  screen,
  speed,
} from '../../state/terminal/player.ts'
import { withPicture } from '../../state/terminal/screen.ts'

const AHEAD_MS = 4_000
const ASKED_MS = 15_000
const LIVE_LOOK_MS = 400

export function togglePlay(): void {
  if (isPlaying.value) isPlaying.value = false
  else start()
}

function start(): void {
  const then = recordingNow.value
  if (then?.is !== 'shown') return
  const durationMs = played.value?.duration_ms ?? then.recording.duration_ms
  // At its end it begins anew.
  const isAtEnd = then.atMs >= durationMs - 50 && played.value?.is_live !== true
  isPlaying.value = true
  new Run(then.recording.id, then.startMs, isAtEnd ? 0 : then.atMs).go()
}

/** From one press of play to the end or the next press. */
class Run {
  readonly #recording: string
  readonly #startMs: number
  readonly #queue: PlayQueue
  readonly #frame = new NextFrame(() => this.#tick())
  #lastMs = now()
  #lookedMs = 0
  #isAsking = false
  #total: number
  /** Where this has put the cursor: anywhere else, somebody has taken it. */
  #put: typeof cursor.value

  constructor(recording: string, startMs: number, atMs: number) {
    this.#recording = recording
    this.#startMs = startMs
    this.#queue = new PlayQueue(atMs)
    this.#total = screen.peek()?.total ?? 0
  }

  go(): void {
    this.#moveCursor()
    this.#frame.request()
  }

  #tick(): void {
    const nowMs = now()
    const byMs = (nowMs - this.#lastMs) * speed.peek()
    this.#lastMs = nowMs
    if (!isPlaying.peek()) return
    if (cursor.peek() !== this.#put) {
      isPlaying.value = false
      return
    }
    void this.#ask(nowMs)
    this.#queue.idleLimitMs = isIdleCut.peek() ? IDLE_LIMIT_MS : undefined
    for (const picture of this.#queue.advance(byMs))
      screen.value = withPicture(screen.peek(), picture, {
        recording: this.#recording,
        forMs: this.#queue.atMs,
        total: this.#total,
      })
    if (this.#isOver()) isPlaying.value = false
    this.#moveCursor()
    this.#frame.request()
  }

  #isOver(): boolean {
    const facts = played.peek()
    if (!this.#queue.isAtEnd || facts?.is_live) return false
    const durationMs = facts?.duration_ms ?? 0
    if (this.#queue.atMs < durationMs && !isIdleCut.peek()) return false
    this.#queue.atMs = Math.min(this.#queue.atMs, durationMs)
    return true
  }

  #moveCursor(): void {
    const timeMs = Math.round(this.#queue.atMs)
    const anchor = { kind: 'frame' as const, recording: this.#recording, timeMs }
    moveTo({ timeMs: this.#startMs + timeMs, side: 'after', anchor }, 'play', now())
    this.#put = cursor.peek()
  }

  async #ask(nowMs: number): Promise<void> {
    if (this.#isAsking) return
    if (played.peek()?.is_live && nowMs - this.#lookedMs > LIVE_LOOK_MS) {
      this.#lookedMs = nowMs
      this.#queue.look()
    }
    const from = this.#queue.wants(AHEAD_MS * speed.peek())
    if (from === undefined) return
    this.#isAsking = true
    try {
      const to = from + ASKED_MS * speed.peek()
      const asked = { recording: this.#recording, from: String(from), to: String(to) }
      const answer = await ask(ROUTES.pictures, asked)
      this.#total = answer.total
      this.#queue.add(answer)
    } catch {
      // The pane asks for this moment itself then, and says what is wrong.
      isPlaying.value = false
    } finally {
      this.#isAsking = false
    }
  }
}
