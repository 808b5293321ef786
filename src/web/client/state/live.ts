/** What is new, and whether what is shown is current. Panes ask anew when there is news of what they show. */
import { batch, computed, type Signal, signal } from '@preact/signals'
import type { News, RecordedNowAnswer } from '../../api/live.ts'

export type ConnectionState =
  /** News comes as it happens. */
  | 'open'
  /** The server does not answer; it is tried again. */
  | 'lost'
  /** The server answers, and lets this page in no more. */
  | 'shut-out'

export const connection = signal<ConnectionState>('open')

/** The server's time when it was last heard, in milliseconds since the epoch. */
export const heardMs = signal<number | undefined>(undefined)

/** Whether what is to be recorded is recorded now; undefined before the server has told. */
export const recorded = signal<RecordedNowAnswer | undefined>(undefined)

/** The server's clock, once a second; stands still while nothing is heard. */
export const clockMs = signal(0)

/** Whether the page was built for another server than the one that answers. */
export const isOutdated = signal(false)

/** Where the stream goes on: `<server>.<number>`. */
export const seen = signal('')

/** How often there was news, by topic and by kind of topic. */
const counts = new Map<string, Signal<number>>()

/**
 * Returns a number that grows with each news of a topic (`session:sess_…`, `root:<name>`, `recording:rec_…`,
 * `settings`), or of a kind of topics (`session`, `root`, `recording`). Whoever reads it is told when it does.
 */
export function newsOf(topic: string): number {
  return countOf(topic).value
}

function countOf(topic: string): Signal<number> {
  const known = counts.get(topic)
  if (known) return known
  const count = signal(0)
  counts.set(topic, count)
  return count
}

/** Takes in what the stream tells. */
export function takeNews(news: News): void {
  batch(() => {
    connection.value = 'open'
    heardMs.value = news.time_ms
    seen.value = `${news.server}.${news.number}`
    if (news.recorded) recorded.value = news.recorded
    for (const topic of newTopics(news)) countOf(topic).value += 1
  })
}

/** Only what somebody has asked for is counted: there may be very much of the rest. */
function newTopics({ topics, is_everything }: News): string[] {
  if (is_everything) return [...counts.keys()]
  const kinds = topics.map((topic) => topic.replace(/:.*/s, ''))
  return [...new Set([...topics, ...kinds])].filter((topic) => counts.has(topic))
}

/** How far the server's clock is ahead of the browser's. */
let aheadMs = 0

/** Lets the clock go on; to be called once a second, and when the server has been heard. */
export function tick(browserMs: number): void {
  if (connection.value === 'open') clockMs.value = browserMs + aheadMs
}

export function setClock(serverMs: number, browserMs: number): void {
  aheadMs = serverMs - browserMs
  tick(browserMs)
}

/** Since when the page is not current: undefined while it is. */
export const staleSince = computed(() => (connection.value === 'open' ? undefined : heardMs.value))
