/** Tells what a restore or an undo has done from what others did meanwhile, so that each is recorded as theirs. */
import { type Change, changedPath } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { type Act, type ActPath, type CutShort, isLeftBehind } from '../../store/timeline/act.ts'
import { permissions } from '../state/file-stat.ts'

/** Whether a path is left as it is recorded while the act lasts: it writes there, or may open the folder to do so. */
export function isHeldBy({ paths, folders }: Act, path: RawPath): boolean {
  return paths.has(path) || folders.has(path)
}

/** Whether the snapshot that is asked for is to record what the act wrote. */
export function isOver(gitDir: string, act: Act, trigger: string): boolean {
  return (trigger === 'restore' && act.isWritten) || isLeftBehind(gitDir, act)
}

/** Whether this is how the act leaves the path. */
export function isOfAct({ paths }: Act, change: Change): boolean {
  const planned = paths.get(changedPath(change))
  if (!planned) return false
  const { after } = change
  if (planned.becomes === 'gone' || !after) return planned.becomes === 'gone' && !after
  // The last thing a folder gets is its mode.
  if (planned.becomes === 'folder') return after.oid === undefined
  if (planned.oid !== after.oid) return false
  return planned.mode === undefined || planned.mode === permissions(after.mode)
}

/** Returns how far an act came that nobody goes on with; undefined when it came to its end. */
export function cutShortBy(act: Act, done: readonly Change[]): CutShort | undefined {
  const isCounted = ({ becomes }: ActPath) => becomes !== 'folder'
  const total = [...act.paths.values()].filter(isCounted).length
  const written = done.filter((change) => isCounted(act.paths.get(changedPath(change))!)).length
  if (act.isWritten || written >= total) return undefined
  const { what, command, since } = act
  return { what, command, since, written, total }
}
