/** Makes the index of a recording in one pass from its beginning, a piece at a time. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CastEvent, GAP_MARKER } from '../../../model/cast.ts'
import { parseTerminalSize, type TerminalSize } from '../../../model/terminal-size.ts'
import type { EventPiece } from '../event-pieces.ts'
import { TerminalScreen } from '../screen.ts'
import type { LineCells } from '../terminal-core.ts'
import { FrameFinder } from './frame-finder.ts'
import { KeyframeMaker } from './keyframe-maker.ts'
import type { CastMark, FramePlace, RecordingIndex } from './recording-index.ts'
import { TextCollector } from './text-collector.ts'

/** So much is parsed before others get their turn. */
const TURN_BYTES = 128 << 10
/** Sizes that follow each other so closely are one. */
const DRAGGED_MS = 1_000

export class IndexMaker {
  readonly #index: RecordingIndex
  readonly #finder = new FrameFinder()
  readonly #screen: TerminalScreen
  readonly #keyframes: KeyframeMaker
  readonly #texts: TextCollector
  #place: FramePlace = { piece: 0, event: 0 }
  #rowsLeft: () => LineCells[]
  #sinceTurn = 0

  constructor(index: RecordingIndex, size: TerminalSize) {
    this.#index = index
    this.#screen = new TerminalScreen(size)
    this.#keyframes = new KeyframeMaker(this.#screen, index.keyframes)
    this.#texts = new TextCollector(this.#screen, index.texts)
    this.#rowsLeft = this.#screen.noteRowsLeaving()
  }

  /** Takes the next piece; pieces come in order. `onTurn` is called now and then: something more is known. */
  async add({ number, events }: EventPiece, onTurn: () => void): Promise<void> {
    for (const [event, one] of events.entries()) {
      if (isShown(one)) {
        if (this.#finder.endsBefore(one)) this.#endFrame()
        this.#show(one)
        this.#place = { piece: number, event }
        if (this.#finder.note(one)) this.#endFrame()
      } else if (one.code === 'm') this.#index.marks.push(markOf(one))
      this.#index.durationMs = Math.max(this.#index.durationMs, one.timeMs)
      if (this.#sinceTurn < TURN_BYTES) continue
      this.#sinceTurn = 0
      this.#noteIndexed()
      onTurn()
      await nextTurn()
    }
    this.#noteIndexed()
  }

  #noteIndexed(): void {
    const { durationMs } = this.#index
    this.#index.indexedMs = (this.#finder.isOpen ? this.#finder.firstMs : durationMs) - 1
  }

  /** There is nothing more to come, for now: what is open is a picture as well. */
  end(): void {
    if (this.#finder.isOpen) this.#endFrame()
    this.#index.indexedMs = this.#index.durationMs
  }

  close(): void {
    this.#screen.close()
    this.#keyframes.close()
  }

  #show({ timeMs, code, data }: CastEvent): void {
    const size = code === 'r' && parseTerminalSize(data)
    if (size) {
      this.#markResize(timeMs, `resized to ${size.columns}x${size.rows}`)
      this.#screen.resize(size)
      this.#keyframes.resize(size)
      this.#sinceTurn += size.columns * size.rows
    } else {
      this.#screen.write(data)
      this.#keyframes.write(data)
      this.#sinceTurn += data.length
    }
  }

  /** Of a window that is dragged, the last size counts. */
  #markResize(timeMs: number, label: string): void {
    const { marks } = this.#index
    const last = marks.at(-1)
    if (last?.kind === 'resize' && timeMs - last.timeMs < DRAGGED_MS) marks.pop()
    marks.push({ timeMs, kind: 'resize', label })
  }

  #endFrame(): void {
    const frame = this.#index.times.length
    this.#index.addFrame(this.#finder.lastMs, this.#place)
    this.#finder.end()
    this.#texts.note(frame, this.#rowsLeft())
    this.#rowsLeft = this.#screen.noteRowsLeaving()
    this.#keyframes.frameEnded(frame)
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
