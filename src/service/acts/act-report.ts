/** What a restore, an undo or an undelete did, or as a plan would do: one shape for lines, screens and JSON. */
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import { planMark } from '../../record/restore/plan-mark.ts'
import type { Applied } from '../../record/restore/restore-apply.ts'
import type { NotRestorable, RestorePlan, Step } from '../../record/restore/restore-plan.ts'
import { CONFLICT_REASONS } from '../../record/restore/safeguard.ts'
import type { ActSnapshots } from '../../record/restore/safety.ts'

export interface ActReport {
  isPlan: boolean
  /** Stands for the plan. */
  mark: string
  /** What was written into, or would be. */
  folder: string
  removed: readonly RawPath[]
  written: readonly WrittenPath[]
  /** What was left alone. */
  conflicts: readonly LeftPath[]
  /** What could not be brought back. */
  notRestorable: readonly LeftPath[]
  /** What was changing when it was recorded. */
  torn: readonly RawPath[]
  /** Unrecorded content that was given up. */
  lost: readonly RawPath[]
  /** What was there before, and the result, as snapshots. */
  safety: string | undefined
  after: string | undefined
  /** Why there is no snapshot of what was there before, or of the result. */
  safetyFailure: string | undefined
  afterFailure: string | undefined
  /** What else is to be known of it. */
  remarks: readonly string[]
  /** All of it in a sentence. */
  summary: string
  /** The command that undoes it; undefined when there is nothing to undo. */
  undo: string | undefined
  /** Whether it was stopped before its end. */
  isInterrupted: boolean
  /** Whether something that was to be written was not. */
  isIncomplete: boolean
}

export interface WrittenPath {
  path: RawPath
  /** `mode`: only the mode or the owner. */
  action: 'added' | 'modified' | 'mode'
  isFolder: boolean
  /** Made on the way to a file, which goes without saying. */
  isImplied: boolean
  note: string | undefined
}

export interface LeftPath {
  path: RawPath
  reason: string
  /** The reason in words, to follow the path. */
  message: string
  /** What the system said. */
  detail?: string | undefined
  /** The file that was written beside it, for whoever settles it. */
  beside?: RawPath | undefined
}

/** What a restore or an undo came to. */
interface CarriedOutAct extends ActSnapshots {
  plan: RestorePlan
  /** Absent for a plan, and when there was nothing to do. */
  applied?: Applied
}

/** Returns the part that all reports have in common. */
export function reportOf(
  carriedOut: CarriedOutAct,
  folder: string,
  isPlan: boolean,
  notes: ReadonlyMap<RawPath, string> = new Map(),
) {
  const { plan, applied, safety, after, safetyFailure, afterFailure } = carriedOut
  const steps = applied?.restored ?? (isPlan ? plan.steps : [])
  return {
    isPlan,
    mark: planMark(plan),
    folder,
    removed: removedPaths(carriedOut, isPlan),
    written: writtenPaths(steps, notes),
    conflicts: [...plan.conflicts, ...(applied?.conflicts ?? [])].map(({ path, reason }) => {
      return { path, reason, message: CONFLICT_REASONS[reason] }
    }),
    notRestorable: [...plan.notRestorable, ...(applied?.notRestorable ?? [])].map(
      ({ path, reason, detail }) => ({
        path,
        reason,
        message: NOT_RESTORABLE[reason],
        detail: detail === undefined ? undefined : showText(detail),
      }),
    ),
    torn: plan.torn,
    lost: plan.lost,
    safety: safety?.id,
    after: after?.id,
    safetyFailure: safetyFailure === undefined ? undefined : showText(safetyFailure),
    afterFailure: afterFailure === undefined ? undefined : showText(afterFailure),
    isInterrupted: applied?.interrupted === true,
  }
}

/** Returns what lets only the plan through that `mark` stands for; undefined when it is all one. */
export function onlyPlan(mark: string | undefined): ((plan: RestorePlan) => void) | undefined {
  if (mark === undefined) return undefined
  return (plan) => {
    if (planMark(plan) === mark) return
    throw new FlightrecError('plan-changed', 'the folder has changed since the plan was made', {
      hint: 'Nothing was written. Look at the plan as it is now.',
    })
  }
}

const NOT_RESTORABLE: Record<NotRestorable['reason'], string> = {
  fifo: 'was a named pipe; its existence is not recorded',
  socket: 'was a socket; its existence is not recorded',
  device: 'was a device; its existence is not recorded',
  'pseudo-filesystem': 'was part of the system, not of the disk',
  unreadable: 'could not be read when the snapshot was taken',
  torn: 'was changing when the snapshot was taken',
  'too-large': 'was over the size cap: only its size and hash are recorded',
  vanished: 'vanished while the snapshot was taken',
  moved: 'was moved while the snapshot was taken',
  'io-error': 'could not be read when the snapshot was taken',
  'name-collision': 'has a name that this file system takes for another',
  owner: 'is restored, but not its owner',
  failed: 'could not be restored',
}

function removedPaths({ plan, applied }: CarriedOutAct, isPlan: boolean): RawPath[] {
  if (applied || !isPlan) return applied?.removed ?? []
  return plan.steps.filter(isRemoval).map(({ path }) => path)
}

type Removal = Step & { act: 'remove' | 'remove-folder' }

function isRemoval(step: Step): step is Removal {
  return step.act === 'remove' || step.act === 'remove-folder'
}

function writtenPaths(steps: readonly Step[], notes: ReadonlyMap<RawPath, string>): WrittenPath[] {
  const writing = steps.filter((step): step is Exclude<Step, Removal> => !isRemoval(step))
  const parents = new Set<string>()
  for (const { path } of writing) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      parents.add(path.slice(0, at))
    }
  }
  return writing.map((step) => ({
    path: step.path,
    action: step.act === 'mode' ? 'mode' : step.seen ? 'modified' : 'added',
    isFolder: step.act === 'folder' || (step.act === 'mode' && step.node.kind === 'folder'),
    isImplied: step.act === 'folder' && parents.has(step.path),
    note: step.act === 'mode' ? modeNote(step) : notes.get(step.path),
  }))
}

function modeNote({ seen, node }: Step & { act: 'mode' }): string {
  const [from, to] = [seen.mode, node.mode].map((mode) => mode.toString(8))
  return from === to ? 'owner' : `mode ${from!.padStart(4, '0')} → ${to!.padStart(4, '0')}`
}

/** Returns how many paths are told to be written, and removed. */
export function countsOf({ written, removed }: Pick<ActReport, 'written' | 'removed'>) {
  return {
    restored: written.filter(({ isImplied }) => !isImplied).length,
    removed: removed.length,
  }
}

/** Says how many paths were left, to end a sentence; nothing when none was. */
export function leftText(...lists: (readonly unknown[])[]): string {
  const left = lists.reduce((sum, list) => sum + list.length, 0)
  return left === 0 ? '' : `; ${left} left as ${left === 1 ? 'it is' : 'they are'}, see above`
}

export function exitCodeOf({ isInterrupted, isIncomplete }: ActReport): number {
  if (isInterrupted) return ERRORS.interrupted.exitCode
  return isIncomplete ? ERRORS.incomplete.exitCode : 0
}
