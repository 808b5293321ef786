/** How the result of `gc` is written. */
import { showCount } from '../../model/counts.ts'
import { showText } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import type { RepoCollected } from '../../record/prune/collect-garbage.ts'
import type { SessionsCollected } from '../../record/prune/collect-sessions.ts'
import { collectedJson, collectedSessionsJson } from '../../service/json/gc.ts'
import type { Output } from '../terminal/output.ts'

export function showCollected(
  results: readonly RepoCollected[],
  isDryRun: boolean,
  out: Output,
): void {
  for (const result of results) {
    if (out.isJson) out.json(collectedJson(result, isDryRun))
    else out.line(collectedLine(result, isDryRun))
    warnOfParts(showText(result.repo.name), result, out)
  }
}

export function showCollectedSessions(
  result: SessionsCollected,
  isDryRun: boolean,
  out: Output,
): void {
  const { sessions, dropped, recordings, recordingsDropped } = result
  if (out.isJson) out.json(collectedSessionsJson(result, isDryRun))
  else {
    const kept = sessions - dropped
    const verb = isDryRun ? 'would be dropped' : 'dropped'
    const counts = `${dropped} ${verb}, ${showCount(kept, 'session')} kept`
    const left = showCount(recordings - recordingsDropped, 'recording')
    const casts = recordings > 0 ? `; ${recordingsDropped} ${verb}, ${left} kept` : ''
    out.line(`sessions: ${counts}${casts}; ${sizeText(result, isDryRun)}`)
  }
  warnOfParts('sessions', result, out)
}

interface CollectedSizes {
  bytesBefore: number
  bytesAfter: number
}

function sizeText({ bytesBefore, bytesAfter }: CollectedSizes, isDryRun: boolean): string {
  return isDryRun
    ? `${formatSize(bytesBefore - bytesAfter)} of ${formatSize(bytesBefore)} would be freed`
    : `${formatSize(bytesBefore)} → ${formatSize(bytesAfter)}`
}

function warnOfParts(
  name: string,
  { repacked }: Pick<RepoCollected, 'repacked'>,
  out: Output,
): void {
  if (repacked === 'parts') out.warn(`${name}: too little room for a second copy; packed in parts`)
}

function collectedLine(result: RepoCollected, isDryRun: boolean): string {
  const { repo, snapshots, dropped, oldestKept } = result
  const name = showText(repo.name)
  const kept = `${showCount(snapshots - dropped, 'snapshot')} kept`
  const since = oldestKept && dropped > 0 ? `, from ${oldestKept}` : ''
  const verb = isDryRun ? 'would be dropped' : 'dropped'
  return `${name}: ${dropped} ${verb}, ${kept}${since}; ${sizeText(result, isDryRun)}`
}
