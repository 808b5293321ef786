/** A recording to be looked at: any moment of it, the next picture and the one before, and where a text stood. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CastEvent } from '../../model/cast.ts'
import { commandText } from '../../model/recording.ts'
import type { RiskLevel } from '../../model/risk.ts'
import { parseTerminalSize } from '../../model/terminal-size.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import { sleep } from '../../system/clock.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { EventPieces } from './event-pieces.ts'
import { IdleCut, lastIndexUpTo } from './idle-cut.ts'
import { IndexMaker } from './indexing/index-maker.ts'
import type { Keyframe } from './indexing/keyframes.ts'
import { type CastMark, RecordingIndex } from './indexing/recording-index.ts'
import { holding, type TextMatch } from './indexing/text-index.ts'
import type { ShownRow } from './paint-row.ts'
import { type Cursor, TerminalScreen } from './screen.ts'

/** What happened at a moment of a recording. */
export interface Marker {
  /** Milliseconds since the recording began, as all times here. */
  timeMs: number
  kind: CastMark['kind'] | 'prompt' | 'refusal' | 'call' | 'command' | 'finding' | 'snapshot'
  label: string
  risk?: RiskLevel | undefined
  /** The number of the event in the session. */
  step?: number | undefined
  /** How many files the step has written and removed, as far as that was seen on disk. */
  files?: { written: number; removed: number } | undefined
}

/** A picture: what stood on the screen from `timeMs` on. */
export interface Frame {
  timeMs: number
  columns: number
  rows: readonly ShownRow[]
  /** Absent while it is hidden. */
  cursor?: Cursor | undefined
  title?: string | undefined
}

/** Where a text appeared. */
export interface TextHit {
  timeMs: number
  row: number
  /** In cells, as `length` is. */
  column: number
  length: number
}

/** What a player shows of a recording. */
export interface PlayedRecording {
  title?: string
  command?: string
  /** Size of the terminal at the beginning. */
  columns: number
  rows: number
  /** Milliseconds since the epoch. */
  startedMs?: number
}

/** The screen that was shown last. */
interface ShownScreen {
  screen: TerminalScreen
  /** After which picture it is. */
  frame: number
  /** What it was started from. */
  keyframe: Keyframe | undefined
}

const LIVE_LOOK_MS = 200

export class Playback {
  readonly #source: RecordingSource
  readonly #pieces: EventPieces
  readonly #index: RecordingIndex
  readonly #stop = new AbortController()
  readonly #listeners = new Set<() => void>()
  readonly #seeks = new WorkQueue()
  #seekNumber = 0
  #shown: ShownScreen | undefined
  #isIndexed = false
  #failure: unknown
  #progress: Promise<void>
  #tellProgress = () => {}

  constructor(source: RecordingSource) {
    this.#source = source
    const kept = source.index?.open()
    this.#index = new RecordingIndex(kept)
    this.#pieces = new EventPieces(source, this.#index.pieces)
    this.#progress = this.#nextProgress()
    this.#isIndexed = kept !== undefined
    if (!kept) void this.#makeIndex()
  }

  get recording(): PlayedRecording {
    const { title, columns, rows, started } = this.#source.recording
    const command = commandText(this.#source.recording)
    return {
      columns,
      rows,
      ...(title !== undefined && { title }),
      ...(command !== undefined && { command }),
      ...(started !== undefined && { startedMs: Date.parse(started) }),
    }
  }

  get isLive(): boolean {
    return this.#source.isLive
  }

  /** Up to where it is known; while the index is being made the recording may say more. */
  get durationMs(): number {
    return Math.max(this.#index.durationMs, this.#source.recording.duration_ms ?? 0)
  }

  /** How much of it has been read, from 0 to 1. */
  get readShare(): number {
    const { bytes } = this.#source.recording
    return bytes && !this.#isIndexed ? Math.min(1, this.#pieces.bytesRead / bytes) : 1
  }

  /** Of the recording itself, in order of time, as far as it is read. */
  get markers(): readonly Marker[] {
    return this.#index.marks
  }

  /**
   * Returns the picture of a time. One that is asked for later overtakes it: then that is returned.
   * @throws {FlightrecError} corrupt-store
   */
  seek(timeMs: number): Promise<Frame> {
    this.#seekNumber += 1
    const number = this.#seekNumber
    return this.#seeks.add(async () => {
      if (number !== this.#seekNumber) return await this.#frameNow()
      await this.#indexedUpTo(timeMs)
      return await this.#frameAt(lastIndexUpTo(this.#index.times, timeMs))
    })
  }

  frameAfter(timeMs: number): number | undefined {
    const { times } = this.#index
    return times[lastIndexUpTo(times, timeMs) + 1]
  }

  /** Returns when the picture before that of `timeMs` was whole. */
  frameBefore(timeMs: number): number | undefined {
    const { times } = this.#index
    const shown = times[lastIndexUpTo(times, timeMs)]
    return shown === undefined ? undefined : times[lastIndexUpTo(times, shown - 1)]
  }

  /** Returns where a text appeared, once all is read. */
  async find(text: string): Promise<TextHit[]> {
    return await this.findRows(holding(text))
  }

  /** As `find`, by what is matched in a row; with the row. */
  async findRows(match: TextMatch): Promise<(TextHit & { text: string })[]> {
    await this.indexed()
    const { texts, times } = this.#index
    return texts.find(match).map(({ frame, ...place }) => ({ timeMs: times[frame]!, ...place }))
  }

  /** Whether there was more text than is found in. */
  get isTextCut(): boolean {
    return this.#index.texts.isFull
  }

  idle(limitMs: number): IdleCut {
    return new IdleCut(this.#index.times, limitMs)
  }

  /** Resolves when all that is there was read. */
  async indexed(): Promise<void> {
    await this.#indexedUpTo(Number.POSITIVE_INFINITY)
  }

  /** Calls `listener` whenever more is known of it: while the index is made, and while it is being recorded. */
  onGrown(listener: () => void): void {
    this.#listeners.add(listener)
  }

  close(): void {
    this.#stop.abort()
    this.#listeners.clear()
    this.#shown?.screen.close()
    this.#index.close()
    this.#source.close()
  }

  async #makeIndex(): Promise<void> {
    const maker = new IndexMaker(this.#index, this.#source.recording)
    try {
      while (!this.#stop.signal.aborted) {
        const wasLive = this.#source.isLive
        const piece = await this.#pieces.next()
        if (piece) await maker.add(piece, () => this.#tell())
        else maker.end()
        if (!piece && !wasLive) await this.#keepIndex()
        if (this.#stop.signal.aborted) return
        this.#isIndexed = piece === undefined
        this.#tell()
        if (!piece && !wasLive) return
        if (!piece) await sleep(LIVE_LOOK_MS, this.#stop.signal)
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return
      this.#failure = error
      this.#tell()
    } finally {
      maker.close()
    }
  }

  async #keepIndex(): Promise<void> {
    const { index } = this.#source
    if (!index || this.#stop.signal.aborted) return
    const { about, blocks } = this.#index.kept()
    await index.save(about, blocks)
  }

  #tell(): void {
    this.#tellProgress()
    for (const listener of this.#listeners) listener()
  }

  #nextProgress(): Promise<void> {
    return new Promise((resolve) => {
      this.#tellProgress = () => {
        this.#progress = this.#nextProgress()
        resolve()
      }
    })
  }

  async #indexedUpTo(timeMs: number): Promise<void> {
    while (!this.#isIndexed && this.#index.indexedMs < timeMs) {
      if (this.#failure !== undefined) throw this.#failure
      await this.#progress
    }
  }

  async #frameNow(): Promise<Frame> {
    return await this.#frameAt(this.#shown?.frame ?? -1)
  }

  /** @param frame -1 for what was there before the first one: nothing. */
  async #frameAt(frame: number): Promise<Frame> {
    const { screen, keyframe, frame: from } = this.#startFor(frame)
    // What fails half-way has no screen to go on with.
    this.#shown = undefined
    await this.#playOn(screen, from, frame)
    this.#shown = { screen, keyframe, frame }
    const { cursor, title, size } = screen
    const timeMs = this.#index.times[frame] ?? 0
    return { timeMs, columns: size.columns, rows: screen.rows(), cursor, title: title || undefined }
  }

  /** Returns the nearest screen to start from: the one shown, a keyframe, or an empty one. */
  #startFor(frame: number): ShownScreen {
    const keyframe = this.#index.keyframes.for(frame)
    const shown = this.#shown
    const isGood = shown && shown.frame <= frame && frame < (shown.keyframe?.until ?? Infinity)
    if (isGood && shown.frame >= (keyframe?.frame ?? -1)) return shown
    shown?.screen.close()
    this.#shown = undefined
    const screen = new TerminalScreen(keyframe?.size ?? this.#source.recording)
    if (keyframe) screen.write(this.#index.keyframes.stateOf(keyframe))
    return { screen, keyframe, frame: keyframe?.frame ?? -1 }
  }

  async #playOn(screen: TerminalScreen, from: number, to: number): Promise<void> {
    if (to <= from) return
    const start = this.#index.placeOf(from) ?? { piece: 0, event: -1 }
    const end = this.#index.placeOf(to)!
    for (let number = start.piece; number <= end.piece; number += 1) {
      const events = await this.#pieces.events(number)
      const first = number === start.piece ? start.event + 1 : 0
      const last = number === end.piece ? end.event : events.length - 1
      for (const event of events.slice(first, last + 1)) show(screen, event)
      if (number < end.piece) await nextTurn()
    }
  }
}

function show(screen: TerminalScreen, { code, data }: CastEvent): void {
  if (code === 'o') screen.write(data)
  const size = code === 'r' && parseTerminalSize(data)
  if (size) screen.resize(size)
}

/** Opens a recording; it is read in the background from then on. */
export function openPlayback(source: RecordingSource): Playback {
  return new Playback(source)
}
