/**
 * What must be known of a recording to move about in it: its pictures, the texts on them, and screens to start from.
 * It is made in one pass from the beginning, a piece at a time.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CastEvent, GAP_MARKER } from '../../model/cast.ts'
import { parseTerminalSize, type TerminalSize } from '../../model/terminal-size.ts'
import type { EventPiece } from './event-pieces.ts'
import { FrameFinder } from './frame-finder.ts'
import { Keyframes } from './keyframes.ts'
import { TerminalScreen } from './screen.ts'
import { TextIndex } from './text-index.ts'

/** So much is parsed before others get their turn. */
const TURN_BYTES = 128 << 10

/** Up to where a picture goes: the event of a piece it ends with. */
export interface FramePlace {
  piece: number
  event: number
}

/** What the recording itself marks: a label, or a stretch that was not recorded. */
export interface CastMark {
  timeMs: number
  kind: 'marker' | 'gap'
  label: string
}

export class RecordingIndex {
  /** When each picture was whole; ascending. */
  readonly times: number[] = []
  readonly places: FramePlace[] = []
  readonly marks: CastMark[] = []
  readonly texts: TextIndex
  readonly keyframes: Keyframes
  /** Up to which time it is known. */
  indexedMs = -1
  durationMs = 0
  readonly #finder = new FrameFinder()
  readonly #screen: TerminalScreen
  #place: FramePlace = { piece: 0, event: 0 }
  #rowsLeft = () => [] as string[]
  #sinceTurn = 0

  constructor(size: TerminalSize) {
    this.#screen = new TerminalScreen(size)
    this.keyframes = new Keyframes(this.#screen)
    this.texts = new TextIndex(this.#screen)
  }

  /** Takes the next piece; pieces come in order. `onTurn` is called now and then: something more is known. */
  async add({ number, events }: EventPiece, onTurn: () => void): Promise<void> {
    for (const [event, one] of events.entries()) {
      if (isShown(one)) {
        if (this.#finder.endsBefore(one)) this.#endFrame()
        this.#show(one)
        this.#place = { piece: number, event }
        if (this.#finder.note(one)) this.#endFrame()
      } else if (one.code === 'm') this.marks.push(markOf(one))
      this.durationMs = Math.max(this.durationMs, one.timeMs)
      if (this.#sinceTurn < TURN_BYTES) continue
      this.#sinceTurn = 0
      this.#noteIndexed()
      onTurn()
      await nextTurn()
    }
    this.#noteIndexed()
  }

  #noteIndexed(): void {
    this.indexedMs = this.#finder.isOpen ? this.#finder.firstMs - 1 : this.durationMs - 1
  }

  /** There is nothing more to come, for now: what is open is a picture as well. */
  end(): void {
    if (this.#finder.isOpen) this.#endFrame()
    this.indexedMs = this.durationMs
  }

  close(): void {
    this.#screen.close()
    this.keyframes.close()
  }

  #show({ code, data }: CastEvent): void {
    const size = code === 'r' && parseTerminalSize(data)
    if (size) {
      this.#screen.resize(size)
      this.keyframes.resize(size)
      this.#sinceTurn += size.columns * size.rows
    } else {
      this.#screen.write(data)
      this.keyframes.write(data)
      this.#sinceTurn += data.length
    }
  }

  #endFrame(): void {
    const frame = this.times.push(this.#finder.lastMs) - 1
    this.places.push(this.#place)
    this.#finder.end()
    this.texts.note(frame, this.#rowsLeft())
    this.#rowsLeft = this.#screen.noteRowsLeaving()
    this.keyframes.frameEnded(frame)
  }
}

/** Whether an event changes the picture. */
export function isShown({ code, data }: CastEvent): boolean {
  return code === 'o' || (code === 'r' && parseTerminalSize(data) !== undefined)
}

function markOf({ timeMs, data }: CastEvent): CastMark {
  const isGap = data.startsWith(GAP_MARKER)
  return {
    timeMs,
    kind: isGap ? 'gap' : 'marker',
    label: isGap ? data.slice(GAP_MARKER.length) : data,
  }
}
