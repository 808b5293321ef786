/** The pictures of a recording in a row, for whoever shows them elsewhere: of each, the rows that are not as before. */
import { WorkQueue } from '../../system/work-queue.ts'
import { lastIndexUpTo } from './idle-cut.ts'
import type { ShownRow } from './paint-row.ts'
import type { Frame, Playback } from './playback.ts'

export interface PlayedPicture extends Omit<Frame, 'rows'> {
  /** Counts from 1; 0 is what was there before the first: nothing. */
  number: number
  rowCount: number
  /** By their place on the screen; all of them, where the picture before was of another size. */
  changed: ReadonlyMap<number, ShownRow>
}

/** Pictures that follow each other; the first one has all its rows. */
export interface Pictures {
  pictures: PlayedPicture[]
  /** When the next one was whole; undefined when there is none yet. */
  nextMs: number | undefined
}

export interface PicturesWanted {
  /** The one that stood then comes first. */
  fromMs: number
  /** No one that came later; only the first unless given. */
  toMs?: number | undefined
  countMax: number
}

/** Answers end where they have become so long. */
const CHARACTERS_MAX = 1 << 20

export class PictureReader {
  readonly #playback: Playback
  readonly #work = new WorkQueue()
  /** When the pictures known by now were whole. */
  readonly #times: number[] = []

  constructor(playback: Playback) {
    this.#playback = playback
  }

  /** How many pictures are known by now. */
  get count(): number {
    this.#noteTimes()
    return this.#times.length
  }

  /** When each of them was whole, ascending. */
  get times(): readonly number[] {
    this.#noteTimes()
    return this.#times
  }

  /** @throws {FlightrecError} corrupt-store */
  read({ fromMs, toMs = fromMs, countMax }: PicturesWanted): Promise<Pictures> {
    // One after the other, since a seek is overtaken by the next one.
    return this.#work.add(async () => {
      const pictures: PlayedPicture[] = []
      let before: Frame | undefined
      let characters = 0
      let nextMs: number | undefined = fromMs
      while (nextMs !== undefined && pictures.length < countMax && characters < CHARACTERS_MAX) {
        const frame: Frame = await this.#playback.seek(nextMs)
        const changed = changedRows(before, frame)
        for (const { painted } of changed.values()) characters += painted.length
        pictures.push(this.#picture(frame, changed))
        before = frame
        nextMs = this.#next(frame, pictures.at(-1)!.number)
        if (nextMs !== undefined && nextMs > toMs) break
      }
      return { pictures, nextMs }
    })
  }

  #picture({ rows, ...frame }: Frame, changed: PlayedPicture['changed']): PlayedPicture {
    this.#noteTimes()
    const isBefore = this.#times[0] === undefined || frame.timeMs < this.#times[0]
    const number = isBefore ? 0 : lastIndexUpTo(this.#times, frame.timeMs) + 1
    return { ...frame, number, rowCount: rows.length, changed }
  }

  /** Before the first one a picture says it is of the beginning, where that one may be as well. */
  #next({ timeMs }: Frame, number: number): number | undefined {
    return number === 0 ? this.#times[0] : this.#playback.frameAfter(timeMs)
  }

  #noteTimes(): void {
    const next = () => this.#playback.frameAfter(this.#times.at(-1) ?? -1)
    for (let timeMs = next(); timeMs !== undefined; timeMs = next()) this.#times.push(timeMs)
  }
}

function changedRows(before: Frame | undefined, { rows, columns }: Frame): Map<number, ShownRow> {
  const isAll = before?.columns !== columns || before.rows.length !== rows.length
  return new Map(
    [...rows.entries()].filter(
      ([row, { painted }]) => isAll || before.rows[row]!.painted !== painted,
    ),
  )
}
