/** The timeline of a root by number, newest first, a page at a time. */
import type { gapJson, snapshotJson } from '../../review/json/snapshot.ts'

export type TimelineSnapshot = ReturnType<typeof snapshotJson> & {
  /** How many changes of each kind, as its subject tells; null for a first one. */
  counts: { added: number; modified: number; removed: number } | null
  /** The first paths that changed, for people. */
  names: string
  /** The worst that was reported of the step it is put down to. */
  risk: 'none' | 'info' | 'warning' | 'danger'
}

/** A stretch that was recorded, and in which nothing changed. */
export interface TimelineSilence {
  type: 'silence'
  from: string
  to: string
}

/** A snapshot that cannot be read. */
export interface TimelineDamage {
  type: 'damage'
}

export type TimelineEntry =
  | TimelineSnapshot
  | ReturnType<typeof gapJson>
  | TimelineSilence
  | TimelineDamage

export interface TimelinePage {
  type: 'timeline'
  root: string
  /** Another list than before has another name: numbers of that one mean nothing in it. */
  list: string
  /** How many entries are known by now, those that came since included. */
  total: number
  /** How many came since the list was made: their numbers are below 0. */
  newer: number
  is_complete: boolean
  /** The number of the first entry here. */
  start: number
  entries: readonly TimelineEntry[]
  /** The number of the entry that was asked for by `at`; null when all are younger. */
  place: number | null
  /** What of the filter was left out, in words. */
  left_out: readonly string[]
}

export const ENTRIES_A_PAGE = 200

export interface ListedRoot {
  name: string
  root: string
  is_there: boolean
  /** When its latest snapshot was taken. */
  latest: string | null
  is_watched: boolean
  /** Why it cannot be read. */
  problem: string | null
}

export interface RootsAnswer {
  type: 'roots'
  roots: readonly ListedRoot[]
}
