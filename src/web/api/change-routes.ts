/** What may be asked of what changed. */
import type { answerChanges } from '../../review/answers/changes.ts'
import type { readSnapshotFacts } from '../../review/answers/snapshot-facts.ts'
import type { patchJson } from '../../review/json/patch.ts'
import { reads } from './route.ts'

export type ChangesAnswer = Awaited<ReturnType<typeof answerChanges>>
export type FileChange = ChangesAnswer['changes'][number]

export type SnapshotAnswer = Awaited<ReturnType<typeof readSnapshotFacts>>

export type PatchAnswer = ReturnType<typeof patchJson>
export type PatchRow = PatchAnswer['rows'][number]
export type PatchPair = PatchAnswer['pairs'][number]

/** A file in a snapshot, as `patch` is asked for it. */
export interface FileInSnapshot {
  snapshot: string
  /** Its address, as answers have it. */
  address: string
}

interface PatchAsked extends Record<string, string | undefined> {
  root: string
  from?: string
  old?: string
  to?: string
  new?: string
  beside?: string
  start?: string
  count?: string
  context?: string
  blanks?: string
  secrets?: string
}

const ROOT = 'The name of a repo, or the path of its root'

export const CHANGE_ROUTES = {
  snapshot: reads<{ root: string; snapshot: string }, SnapshotAnswer>(
    '/api/roots/:root/snapshots/:snapshot',
    'One `snapshot` without its changes, with the step it is put down to.',
    { root: ROOT, snapshot: 'As on the command line' },
  ),
  changes: reads<
    { root: string; to: string; from?: string; start?: string; count?: string },
    ChangesAnswer
  >(
    '/api/roots/:root/changes/:to',
    'Which files differ between two snapshots.',
    {
      root: ROOT,
      to: 'The whole id of the later one',
      from: 'The whole id of the other one; the one before unless given',
      start: 'The place of the first change, from 0',
      count: 'At most so many; 1,000 unless given',
    },
    { isFixed: true },
  ),
  patch: reads<PatchAsked, PatchAnswer>(
    '/api/roots/:root/patch',
    'How a file differs between two snapshots, row by row.',
    {
      root: ROOT,
      from: 'The whole id of the earlier snapshot; without it there was nothing',
      old: 'The address of the file there',
      to: 'The whole id of the later snapshot; without it there is nothing any more',
      new: 'The address of the file there',
      beside: '`yes` gives pairs of rows, side by side',
      start: 'The place of the first row, from 0',
      count: 'At most so many rows; 1,000 unless given',
      context: 'How many unchanged lines stand around each change, or `all`; 3 unless given',
      blanks: '`no` takes lines that differ in blanks alone for the same',
      secrets: '`shown` lifts the veil from what looks like one',
    },
  ),
} as const
