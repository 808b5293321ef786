/** Temporary files that an interrupted write has left in a shadow repo. */
import { join } from 'node:path'
import { entriesBelow } from '../../system/entries-below.ts'
import { isRunning, processesUsing } from '../../system/process-use.ts'

/** Of ours: the pid stands in the name. */
const OURS = /\.tmp-(\d+)-[0-9a-f]+$/
/** Of git: nothing in the name tells whose. */
const GITS = /^(?:tmp_(?:pack|idx|obj|rev|mtimes|bitmap)_|\.tmp-\d+-pack-)/

/** Of git too; who writes the graph holds no other lock. */
export const COMMIT_GRAPH_LOCK = 'objects/info/commit-graph.lock'

/**
 * Returns the leftovers of processes that are dead, by path relative to the git dir. git's own count only when
 * no process works in the repo, as far as the system tells.
 */
function leftovers(gitDir: string): string[] {
  const gits: string[] = []
  const ours: string[] = []
  for (const { path, entry } of entriesBelow(gitDir)) {
    const [, pid] = OURS.exec(entry.name) ?? []
    if (pid !== undefined) {
      if (!isRunning(Number(pid))) ours.push(path)
    } else if (path === COMMIT_GRAPH_LOCK || (path.startsWith('objects/') && GITS.test(entry.name)))
      gits.push(path)
  }
  const isIdle = gits.length > 0 && processesUsing(gitDir)?.length === 0
  return [...ours, ...(isIdle ? gits : [])].sort()
}

/** As absolute paths, for removing. */
export function leftoverFiles(gitDir: string): string[] {
  return leftovers(gitDir).map((path) => join(gitDir, path))
}
