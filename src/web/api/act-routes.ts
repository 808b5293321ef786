/** Restore and undo: planned first, and carried out only if the plan is still the same. */
import type { restoreJson, undoJson } from '../../service/json/act.ts'
import { acts } from './route.ts'

export interface ActAnswer {
  type: 'act-answer'
  /** Whether it was carried out; else `report` is of a plan. */
  is_done: boolean
  /** Whether another plan was to be carried out than the one that is told of now: nothing was done. */
  is_stale: boolean
  /** Stands for the plan; to be given back to have it carried out. */
  plan: string
  /** All of it in a sentence. */
  summary: string
  /** What else is to be known, and what is not as it should be. */
  remarks: readonly string[]
  warnings: readonly string[]
  report: ReturnType<typeof restoreJson> | ReturnType<typeof undoJson>
}

interface AskedAct extends Record<string, string | undefined> {
  root: string
  act: string
  what: string
  files?: string
  window?: string
  beside?: string
  remove?: string
}

const ACT = {
  root: 'The name of a repo, or the path of its root',
  act: '`undo` or `restore`',
  what: 'As on the command line: a snapshot; for an undo also `A..B`, a session or `SESSION#STEP`',
  files: 'Only these: the addresses of their paths, as a JSON list',
  window: '`yes`: also take back what only the time speaks for (undo)',
  beside: '`yes`: write a file beside each conflict (undo)',
  remove: '`yes`: also remove what is recorded now and not in the snapshot (restore)',
}

export const ACT_ROUTES = {
  planAct: acts<AskedAct, ActAnswer>(
    '/api/acts/plan',
    'What a restore or an undo would do: one `act-answer`, with the `restore` or `undo` as a dry run.',
    ACT,
  ),
  runAct: acts<AskedAct & { plan: string }, ActAnswer>(
    '/api/acts/run',
    'Carries out a plan if it is still the same; else tells the new one, and does nothing.',
    { ...ACT, plan: 'What stands for the plan that was agreed to' },
  ),
} as const
