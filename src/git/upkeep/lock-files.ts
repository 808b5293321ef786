/** Lock files of git in a shadow repo. A lock counts as stale only when no process works in the repo. */
import { entriesBelow } from '../../system/entries-below.ts'
import { processesUsing } from '../../system/process-use.ts'

/** Paths of all lock files, relative to the git dir. */
export function lockFiles(gitDir: string): string[] {
  return [...entriesBelow(gitDir)]
    .map(({ path }) => path)
    .filter((path) => path.endsWith('.lock') && !path.startsWith('flightrec/'))
    .sort()
}

/** The process ids that work in the repo; undefined where the system does not tell. */
export function workersIn(gitDir: string): number[] | undefined {
  return processesUsing(gitDir)?.map(({ pid }) => pid)
}
