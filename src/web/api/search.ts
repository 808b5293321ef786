/** What was found, session by session, a part at a time. */
import type { RiskLevel } from '../../model/risk.ts'

export interface SearchHit {
  /** The number of the event; null for what stood on a terminal. */
  seq: number | null
  time: string
  /** A calm word for what it is: `shell`, `prompt`, `terminal`. */
  kind: string
  /** Recorded text around what was found. */
  text: string
  /** Where in it. */
  at: number
  length: number
  risk: RiskLevel
}

export interface SearchGroup {
  session: string
  agent: string
  /** When the session began. */
  started: string
  hits: readonly SearchHit[]
  /** How many there are besides these. */
  more: number
}

export interface SearchPart {
  type: 'search'
  groups: readonly SearchGroup[]
  /** Sessions, or recordings, that were looked at here, of how many in all. */
  looked: number
  total: number
  /** What to give as `next` for the part that follows; null at the end. */
  next: string | null
  /** What could not be looked at, in words. */
  damaged: readonly string[]
}

export const HITS_A_GROUP = 40
