/** What the stream of news tells. It names what may have changed; whoever shows it asks for it anew. */
import type { recordedNowJson } from '../../review/json/recorded-now.ts'

export type RecordedNowAnswer = ReturnType<typeof recordedNowJson>

export interface News {
  type: 'news'
  /** As in `about`: numbers of another run mean nothing. */
  server: string
  /** Grows with each change; a page that was away asks for what came after the last one that it saw. */
  number: number
  /** The server's clock, in milliseconds since the epoch. */
  time_ms: number
  /** What has changed: `session:<id>`, `root:<name>`, `recording:<id>` or `settings`. */
  topics: string[]
  /** Anything may have: the page was away too long, or too much has. `topics` is empty then. */
  is_everything: boolean
  /** Null when it is as it was told before on this stream. */
  recorded: RecordedNowAnswer | null
}
