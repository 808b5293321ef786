/** What every answer of the page's server may use. */
import type { LoadedConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import type { WorkQueue } from '../../system/work-queue.ts'
import type { LiveFeed } from './live/live-feed.ts'

export interface PageContext {
  home: Home
  /** Read anew each time: it may have been edited. */
  config(): Promise<LoadedConfig>
  version: string
  isReadOnly: boolean
  /** Differs between any two starts. */
  server: string
  /** Differs between any two builds of the client. */
  page: string
  feed: LiveFeed
  /** One after another; the server ends when they have. */
  acts: WorkQueue
}
