/** What an undo does to paths, in groups, as people read it. */
import type { ActAnswer } from '../../api/act-routes.ts'

type Report = ActAnswer['report']
type PlannedPath = Report['removed'][number]

/** A path that was renamed by what is to be taken back. */
export interface Renamed {
  path: string
  renamed_from: string | null
}

export interface PlanRow {
  /** Relative to the root; both names of what gets its name back. */
  text: string
  /** Why, in words that follow the path. */
  message: string
}

export interface PlanGroup {
  title: string
  rows: readonly PlanRow[]
  /** Whether something is done to them. */
  isDone: boolean
}

export function planGroups(report: Report, renames: readonly Renamed[]): PlanGroup[] {
  const row = ({ path, message = '' }: PlannedPath & { message?: string }) => {
    return { text: relative(report.folder, path), message }
  }
  const named = renamesIn(report, renames)
  const merged = new Set(report.type === 'undo' ? report.merged.map(({ path }) => path) : [])
  const inNamed = new Set(named.flatMap(({ path, renamed_from }) => [path, renamed_from]))
  const written = toldPaths(report).filter(({ path }) => !inNamed.has(path))
  const removed = report.removed.filter(({ path }) => !inNamed.has(path))
  const unmerged = written.filter(({ path }) => !merged.has(path))
  const groups: PlanGroup[] = [
    done('Comes back', unmerged.filter(({ action }) => action === 'added').map(row)),
    done('Is as it was before', unmerged.filter(({ action }) => action !== 'added').map(row)),
    done(
      'Gets its name back',
      named.map((one) => nameRow(report.folder, one)),
    ),
    done('Goes', removed.map(row)),
    done('Merged: keeps later changes', written.filter(({ path }) => merged.has(path)).map(row)),
    left('Conflict, left alone', report.conflicts.map(row)),
    left('Refused', report.not_restorable.map(row)),
    left('Stays', report.type === 'undo' ? staying(report).map(row) : []),
  ]
  return groups.filter(({ rows }) => rows.length > 0)
}

/** Returns how many changes are taken back: a rename is one. */
export function countOfDone(groups: readonly PlanGroup[]): number {
  return groups.reduce((sum, { rows, isDone }) => sum + (isDone ? rows.length : 0), 0)
}

function done(title: string, rows: readonly PlanRow[]): PlanGroup {
  return { title, rows, isDone: true }
}

function left(title: string, rows: readonly PlanRow[]): PlanGroup {
  return { title, rows, isDone: false }
}

/** Returns those of which one name goes and the other comes back. */
function renamesIn({ restored, removed }: Report, renames: readonly Renamed[]): Renamed[] {
  const back = new Set(restored.map(({ path }) => path))
  const gone = new Set(removed.map(({ path }) => path))
  return renames.filter(
    ({ path, renamed_from: old }) => old !== null && back.has(old) && gone.has(path),
  )
}

function nameRow(folder: string, { path, renamed_from: old }: Renamed): PlanRow {
  return { text: `${relative(folder, path)} → ${relative(folder, old!)}`, message: '' }
}

/** Without folders that are only made on the way to what is in them. */
function toldPaths({ restored }: Report) {
  const parents = new Set<string>()
  for (const { path } of restored)
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      parents.add(path.slice(0, at))
  return restored.filter(({ path, action }) => action === 'mode' || !parents.has(path))
}

function staying({ gone, unproven }: Extract<Report, { type: 'undo' }>) {
  return [
    ...gone.map((one) => ({ ...one, message: 'was removed since' })),
    ...unproven.map((one) => ({ ...one, message: 'only the time speaks for it' })),
  ]
}

function relative(folder: string, path: string): string {
  const start = folder.endsWith('/') ? folder : `${folder}/`
  return path.startsWith(start) ? path.slice(start.length) : path
}
