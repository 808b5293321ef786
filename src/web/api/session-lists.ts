/** The list of sessions, a page at a time, and what its rows show beside it. */
import type { sessionJson } from '../../review/json/session.ts'
import type { outlineJson } from '../../review/json/session-outline.ts'

/** One row: what is known without reading the session's events. */
export type ListedSession = ReturnType<typeof sessionJson> & {
  /** Whether what it changes on disk is recorded; null when its folder is not known. */
  root_recorded: boolean | null
}

export interface SessionPage {
  type: 'sessions'
  /** When this was read. */
  at: string
  /** How many sessions there are, those that cannot be read included. */
  total: number
  /** The place of the first one here, from 0: the latest active comes first. */
  start: number
  sessions: readonly ListedSession[]
  /** What cannot be read of them, in words. */
  damaged: readonly string[]
}

export type SessionOutlineAnswer = ReturnType<typeof outlineJson>

export interface OutlinePage {
  type: 'session-outlines'
  outlines: readonly SessionOutlineAnswer[]
}

export const SESSIONS_A_PAGE = 500
export const OUTLINES_A_PAGE = 24
