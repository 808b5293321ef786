/** Says when more of what a restore is asked for went in the snapshots before it. */
import { showCount, showNumber } from '../../model/counts.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { type Burst, readBursts } from '../../review/history/deletions.ts'
import { RepoView } from '../../review/repo/repo-view.ts'
import { commandLine } from './act-command.ts'

/** A burst is looked for this far around a snapshot. */
const AROUND_MS = 60_000

/** Returns what to say of `paths`, with the command that gives back all of it; undefined when `snapshot` has it all. */
export async function earlierDeletions(
  { repo }: Reading,
  { snapshot, latest }: { snapshot: Snapshot; latest: Snapshot },
  paths: readonly RawPath[],
  roots: readonly string[],
): Promise<string | undefined> {
  const query = {
    latest,
    paths: paths.includes('' as RawPath) ? undefined : paths,
    sinceMs: snapshot.time - AROUND_MS,
    untilMs: snapshot.time + AROUND_MS,
  }
  // A view of its own: what cannot be read costs this remark, and is no matter of the restore.
  const view = new RepoView(repo)
  try {
    for await (const burst of readBursts(view, query)) {
      const at = burst.findIndex(({ span }) => span.before.id === snapshot.id)
      const count = at < 0 ? 0 : countOf(burst.slice(at + 1))
      if (count === 0) continue
      const whole = commandLine(['restore', burst.at(-1)!.span.before.id], repo.root, roots, paths)
      const total = showCount(countOf(burst), 'path')
      return `${showNumber(count)} of ${total} went in the snapshots before: \`${whole}\` gives back all`
    }
    return undefined
  } finally {
    view.close()
  }
}

function countOf(burst: Burst): number {
  return burst.reduce((sum, { missing }) => sum + missing.length, 0)
}
