/** Counts what changes in the home: one number for each thing, however much happens, so that nothing can flood it. */

import { recordedNowJson } from '../../../review/json/recorded-now.ts'
import { HomeMarks, type Mark, type Topic } from '../../../review/live/home-marks.ts'
import { readRecordedNow } from '../../../review/status/recorded-now.ts'
import type { Home } from '../../../store/home/home.ts'
import { monotonicNow, now } from '../../../system/clock.ts'
import type { News, RecordedNowAnswer } from '../../api/live.ts'

const LOOK_MS = 400
/** Looking takes at most this part of the time. */
const SHARE = 20
/** Whoever looks at the page must see that it is current. */
const SIGN_OF_LIFE_MS = 5_000
/** Of more than these it is quicker to ask for everything. */
const TOPICS_MAX = 500

export type NewsListener = (news: News) => void

export class LiveFeed {
  readonly #home: Home
  readonly #server: string
  readonly #homeMarks: HomeMarks
  readonly #listeners = new Set<NewsListener>()
  /** When each thing last changed, as a number of the feed. */
  readonly #changed = new Map<Topic, number>()
  #marks: ReadonlyMap<Topic, Mark> | undefined
  #recorded: { json: string; value: RecordedNowAnswer; number: number } | undefined
  #number = 0
  #timer: NodeJS.Timeout | undefined
  #toldMs = 0

  constructor(home: Home, server: string) {
    this.#home = home
    this.#server = server
    this.#homeMarks = new HomeMarks(home)
  }

  /** Looks now, and returns the number that stands for this moment. */
  look(): number {
    const number = this.#number + 1
    const hasNews = [this.#noteMarks(number), this.#noteRecorded(number)].includes(true)
    if (hasNews) this.#number = number
    return this.#number
  }

  /** Returns what is told first, to who saw `number` last of the run `server`: whether it is recorded, in any case. */
  greet(server: string | undefined, number: number): News {
    return { ...this.since(server, number), recorded: this.#recorded?.value ?? null }
  }

  /** Returns what came after a number; of another run, or of none, anything may have. */
  since(server: string | undefined, number: number): News {
    const isOurs = server === this.#server && number <= this.#number
    const topics = [...this.#changed].flatMap(([topic, at]) => (at > number ? [topic] : []))
    const isEverything = !isOurs || topics.length > TOPICS_MAX
    const recorded = this.#recorded
    return {
      type: 'news',
      server: this.#server,
      number: this.#number,
      time_ms: now(),
      topics: isEverything ? [] : topics,
      is_everything: isEverything,
      recorded: recorded && recorded.number > number ? recorded.value : null,
    }
  }

  /** Tells of news until the returned function is called. While nobody listens, nobody looks. */
  listen(listener: NewsListener): () => void {
    this.#listeners.add(listener)
    this.#timer ??= setTimeout(() => this.#tell(), LOOK_MS)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
  }

  #tell(): void {
    const begun = monotonicNow()
    const before = this.#number
    this.look()
    const isDue = begun - this.#toldMs > SIGN_OF_LIFE_MS
    if (this.#number > before || isDue) {
      const news = this.since(this.#server, before)
      this.#toldMs = begun
      for (const listener of this.#listeners) listener(news)
    }
    const tookMs = monotonicNow() - begun
    this.#timer = setTimeout(() => this.#tell(), Math.max(LOOK_MS, SHARE * tookMs))
  }

  #noteMarks(number: number): boolean {
    const before = this.#marks
    const marks = this.#homeMarks.read()
    this.#marks = marks
    if (!before) return true
    const changed = [...new Set([...before.keys(), ...marks.keys()])].filter(
      (topic) => before.get(topic) !== marks.get(topic),
    )
    for (const topic of changed) this.#changed.set(topic, number)
    return changed.length > 0
  }

  #noteRecorded(number: number): boolean {
    const value = recordedNowJson(readRecordedNow(this.#home))
    const json = JSON.stringify(value)
    if (this.#recorded?.json === json) return false
    this.#recorded = { json, value, number }
    return true
  }
}
