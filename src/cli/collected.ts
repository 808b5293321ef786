/** How the result of `gc` is written. */
import { showCount, showSize } from '../model/quantities.ts'
import { showText } from '../model/show.ts'
import type { RepoCollected } from '../record/prune/collect-garbage.ts'
import type { Output } from './output.ts'

export function showCollected(
  results: readonly RepoCollected[],
  isDryRun: boolean,
  out: Output,
): void {
  for (const result of results) {
    if (out.isJson) out.json(collectedJson(result, isDryRun))
    else out.line(collectedLine(result, isDryRun))
    if (result.repacked === 'parts')
      out.warn(`${showText(result.repo.name)}: too little room for a second copy; packed in parts`)
  }
  if (isDryRun) out.talk('Nothing was changed; the sizes do not count what packing saves.')
}

function collectedLine(result: RepoCollected, isDryRun: boolean): string {
  const { repo, snapshots, dropped, oldestKept, bytesBefore, bytesAfter } = result
  const name = showText(repo.name)
  const kept = `${showCount(snapshots - dropped, 'snapshot')} kept`
  const since = oldestKept && dropped > 0 ? `, from ${oldestKept}` : ''
  const verb = isDryRun ? 'would be dropped' : 'dropped'
  const sizes = isDryRun
    ? `${showSize(bytesBefore - bytesAfter)} of ${showSize(bytesBefore)} would be freed`
    : `${showSize(bytesBefore)} → ${showSize(bytesAfter)}`
  return `${name}: ${dropped} ${verb}, ${kept}${since}; ${sizes}`
}

function collectedJson(result: RepoCollected, isDryRun: boolean) {
  return {
    type: 'gc',
    version: 1,
    repo: result.repo.name,
    git_dir: result.repo.gitDir,
    root: result.repo.root,
    dry_run: isDryRun,
    snapshots: result.snapshots,
    dropped: result.dropped,
    kept: result.snapshots - result.dropped,
    oldest_kept: result.oldestKept,
    bytes_before: result.bytesBefore,
    bytes_after: result.bytesAfter,
    repacked: result.repacked,
  }
}
