/** The moment of the timeline: which snapshot, and what it holds. */

import { formatSize } from '../../../../model/units.ts'
import { clockText } from '../../state/time-text.ts'
import { chosenSnapshot } from '../../state/timeline/chosen.ts'

export function TimelineMoment() {
  const snapshot = chosenSnapshot.value
  return (
    <div class="moment-row" aria-live="polite">
      {snapshot && (
        <>
          <b class="moment-time">{clockText(Date.parse(snapshot.created_at), 'ms')}</b>
          <span>
            snapshot <span class="mono">{snapshot.snapshot_id}</span>
          </span>
          <span class="mono">{snapshot.commit.slice(0, 7)}</span>
          <span>
            {snapshot.files} files, {formatSize(snapshot.bytes)}
          </span>
          <span>{snapshot.complete ? 'complete' : `${snapshot.skipped} skipped`}</span>
        </>
      )}
      <span class="spring" />
      <span class="faint">
        compare <kbd>v</kbd> open <kbd>⏎</kbd>
      </span>
    </div>
  )
}
