/** What was recorded beside a session: changes of others in its folder, and what was not recorded there. */
import type { changeMeanwhileJson } from '../../review/json/change-meanwhile.ts'
import type { gapJson } from '../../review/json/snapshot.ts'

export type SentChange = ReturnType<typeof changeMeanwhileJson>

export interface MeanwhileAnswer {
  type: 'meanwhile'
  /** The recorded folder around that of the session; null when nobody records it. */
  root: string | null
  /** In order of time; of more than 5,000 the last ones. */
  changes: readonly SentChange[]
  gaps: readonly ReturnType<typeof gapJson>[]
  omitted_changes: number
  /** What could not be read, in words. */
  unreadable: readonly string[]
}
