/** What must be known of a recording to move about in it: its pictures, their texts, and screens to start from. */
import type { IndexFile } from '../../../store/recordings/index-file.ts'
import type { PiecePlace } from '../event-pieces.ts'
import { IndexBlocks } from './index-blocks.ts'
import { type Keyframe, Keyframes } from './keyframes.ts'
import { type TextBlocks, TextIndex } from './text-index.ts'

/** Up to where a picture goes: the event of a piece it ends with. */
export interface FramePlace {
  piece: number
  event: number
}

/** What the recording itself marks: a label, a stretch that was not recorded, another size of the terminal. */
export interface CastMark {
  timeMs: number
  kind: 'marker' | 'gap' | 'resize'
  label: string
}

/** What is kept of an index beside its blocks; numbers that ascend are kept as differences. */
interface KeptIndex {
  durationMs: number
  times: number[]
  places: number[]
  pieces: PiecePlace[]
  marks: CastMark[]
  keyframes: Keyframe[]
  texts: TextBlocks[]
  characters: number
}

/** A piece has fewer events than this. */
const EVENTS_MAX = 2 ** 32

export class RecordingIndex {
  /** When each picture was whole; ascending. */
  readonly times: number[] = []
  /** How the events are read again. */
  readonly pieces: PiecePlace[] = []
  readonly marks: CastMark[] = []
  readonly keyframes: Keyframes
  readonly texts: TextIndex
  /** Up to which time it is known. */
  indexedMs = -1
  durationMs = 0
  readonly #blocks: IndexBlocks
  readonly #file: IndexFile | undefined
  readonly #places: number[] = []

  /** An empty one, or one that was kept. */
  constructor(file?: IndexFile) {
    this.#file = file
    this.#blocks = new IndexBlocks(file)
    const kept = file?.about as KeptIndex | undefined
    this.keyframes = new Keyframes(this.#blocks, kept?.keyframes)
    this.texts = new TextIndex(this.#blocks, kept?.texts, kept?.characters)
    if (!kept) return
    this.times = sumsOf(kept.times)
    this.#places = sumsOf(kept.places)
    this.pieces = kept.pieces
    this.marks = kept.marks
    this.durationMs = kept.durationMs
    this.indexedMs = kept.durationMs
  }

  addFrame(timeMs: number, { piece, event }: FramePlace): void {
    this.times.push(timeMs)
    this.#places.push(piece * EVENTS_MAX + event)
  }

  placeOf(frame: number): FramePlace | undefined {
    const place = this.#places[frame]
    if (place === undefined) return undefined
    return { piece: Math.floor(place / EVENTS_MAX), event: place % EVENTS_MAX }
  }

  /** Returns it as it is kept. */
  kept(): { about: KeptIndex; blocks: readonly Buffer[] } {
    this.texts.store()
    const { durationMs, pieces, marks } = this
    const about = {
      durationMs,
      times: differencesOf(this.times),
      places: differencesOf(this.#places),
      pieces,
      marks,
      keyframes: this.keyframes.list,
      texts: this.texts.blocks,
      characters: this.texts.characters,
    }
    return { about, blocks: this.#blocks.made }
  }

  close(): void {
    this.#file?.close()
  }
}

function differencesOf(numbers: readonly number[]): number[] {
  return numbers.map((number, n) => number - (numbers[n - 1] ?? 0))
}

function sumsOf(differences: readonly number[]): number[] {
  let sum = 0
  return differences.map((difference) => {
    sum += difference
    return sum
  })
}
