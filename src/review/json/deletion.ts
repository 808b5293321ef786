import { type Burst, commonFolder } from '../history/deletions.ts'
import { pathJson } from './path.ts'

/** Returns what was deleted at once and is missing, with the command that brings it back. */
export function deletionJson(burst: Burst, root: string, command: string) {
  const missing = burst.flatMap((deletion) => deletion.missing)
  return {
    type: 'deletion' as const,
    version: 1,
    deleted_in: burst.map(deletedInJson),
    missing: missing.length,
    folder: pathJson(root, commonFolder(missing)),
    command,
  }
}

/** Returns one of the snapshots of a burst. */
export function deletedInJson({ span, paths }: Burst[number]) {
  return { snapshot_id: span.after.id, actor: span.after.actor.name, paths: paths.length }
}
