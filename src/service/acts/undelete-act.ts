/** Brings back what was deleted, or says what that would do. */
import { showCount } from '../../model/counts.ts'
import { FlightrecError } from '../../model/errors.ts'
import { exactly } from '../../model/path-scope.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showPath, showText } from '../../model/show.ts'
import { formatAge } from '../../model/units.ts'
import { undo } from '../../record/undo/undo.ts'
import { type Burst, type Deletion, readBursts } from '../../review/history/deletions.ts'
import { forgetCutShort } from '../../store/timeline/act.ts'
import { commandLine } from './act-command.ts'
import type { ActContext } from './act-context.ts'
import { type ActReport, countsOf, leftText } from './act-report.ts'
import { deletionReader } from './deletion-reader.ts'
import { undoFacts, undoOfUndo } from './undo-act.ts'

interface UndeleteWish {
  /** Only what was at or below these. */
  paths: readonly RawPath[] | undefined
  /** As typed: all since this time, or what this snapshot deleted; the last burst when there is neither. */
  since?: string | undefined
  at?: string | undefined
  force: boolean
  dryRun: boolean
}

export interface UndeletedReport extends ActReport {
  act: 'undelete'
  burst: Burst
}

/** @throws {FlightrecError} failed, when nothing such is missing; usage, bad-root, corrupt-store. */
export async function performUndelete(
  context: ActContext,
  wish: UndeleteWish,
): Promise<UndeletedReport> {
  const { reading, roots, signal, onProgress } = context
  const { repo, view } = reading
  const burst = await chooseBurst(context, wish)
  const name = burst[0]!.span.after.id
  const paths = burst.flatMap((deletion) => deletion.paths)
  const report = await undo({
    repo,
    reader: view.reader,
    spans: burst.map(({ span }) => span),
    verb: 'undelete',
    name,
    command: commandFor(context, wish, name),
    scope: exactly(paths),
    writeConflicts: false,
    dryRun: wish.dryRun,
    force: wish.force,
    readChanges: deletionReader(view, paths),
    recording: context.openRecorder(),
    onRead: (done, total) => onProgress(`reading change ${done + 1} of ${total}`),
    onWrite: (done, total) => onProgress(`writing ${done} of ${total}`),
    signal,
  })
  const facts = undoFacts(report, repo.root, wish.dryRun)
  return {
    ...facts,
    act: 'undelete',
    burst,
    remarks: [],
    summary: summary(facts, burst, reading.nowMs),
    undo: undoOfUndo(report, repo.root, roots),
  }
}

/** Returns the last burst that took something asked for, or, since a time, all of them as one. */
async function chooseBurst(context: ActContext, wish: UndeleteWish): Promise<Burst> {
  const { reading } = context
  const { repo, view, snapshots } = reading
  const { paths, force } = wish
  const sinceMs = reading.time(wish.since)
  const at = wish.at === undefined ? undefined : await snapshots.get(wish.at)
  const found: Deletion[] = []
  const query = { latest: await snapshots.latest(), paths, sinceMs, withPresent: force }
  for await (const burst of readBursts(view, query)) {
    const isMeant = !at || burst.some(({ span }) => span.after.id === at.id)
    if (isMeant) found.push(...burst)
    if (isMeant && sinceMs === undefined) break
  }
  if (at && found.length === 0) forgetCutShort(repo.gitDir, commandFor(context, wish, at.id))
  if (found.length === 0) throw nothingDeleted(paths)
  return found
}

/** Returns what goes on with it, should it be killed. */
function commandFor({ reading, roots }: ActContext, wish: UndeleteWish, name: string): string {
  const which = wish.since === undefined ? ['--at', name] : ['--since', shellWord(wish.since)]
  const words = ['undelete', ...which, ...(wish.force ? ['--force'] : [])]
  return commandLine(words, reading.repo.root, roots, wish.paths ?? [])
}

function summary(facts: ReturnType<typeof undoFacts>, burst: Burst, nowMs: number): string {
  const { restored } = countsOf(facts)
  const rest = leftText(facts.conflicts, facts.notRestorable)
  if (restored === 0) return `Nothing to bring back${rest}.`
  const stopped = facts.isInterrupted ? 'Stopped early. ' : ''
  const verb = facts.isPlan ? 'Would bring back' : `${stopped}Brought back`
  return `${verb} ${showCount(restored, 'path')}, deleted ${whenAndWho(burst, nowMs)}${rest}.`
}

/** Says when a burst was recorded, in how many snapshots, and whose it is as far as is known. */
export function whenAndWho(burst: Burst, nowMs: number): string {
  const [last] = burst
  const count = burst.length > 1 ? ` in ${burst.length} snapshots` : ''
  const actors = new Set(burst.map(({ span }) => showText(span.after.actor.name)))
  return `${formatAge(last!.span.after.time, nowMs)}${count} by ${[...actors].join(', ')}`
}

function nothingDeleted(paths: readonly RawPath[] | undefined): FlightrecError {
  const where = paths?.map((path) => showPath(path) || 'the root').join(', ')
  const what = where === undefined ? 'by that snapshot' : `at or below ${where}`
  return new FlightrecError('failed', `nothing that was deleted ${what} is missing now`, {
    hint: 'Run `flightrec undelete` to see what is, or `flightrec log --stat -- PATH`.',
  })
}
