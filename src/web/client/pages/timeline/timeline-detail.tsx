/** The snapshot that is chosen: who, why, and what changed; or what differs over a range. */
import { snapshotIdTime } from '../../../../model/snapshot-id.ts'
import { ChangeCounts } from '../../panes/change-counts.tsx'
import { ChangesDiff } from '../../panes/diff/diff-view.tsx'
import { Link } from '../../panes/link.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { RiskMark } from '../../panes/risk-mark.tsx'
import { hueOf } from '../../state/agent-hue.ts'
import { momentText } from '../../state/time-text.ts'
import { chosenSnapshot, rangeStart } from '../../state/timeline/chosen.ts'
import { timeline } from '../../state/timeline/entries.ts'

export function TimelineDetail() {
  const snapshot = chosenSnapshot.value
  const root = timeline.value?.root
  if (!snapshot || root === undefined) return <p class="pane-note faint">Choose a snapshot.</p>
  const { actor, session, event, evidence, counts, names, risk } = snapshot
  const from = rangeStart.value
  const isRange = from !== undefined && from !== snapshot.snapshot_id
  return (
    <>
      <header class="detail-head">
        <h2 class="mono cut">
          {counts && <ChangeCounts changes={counts} />} <RecordedText text={names} />
        </h2>
        <p class="dim cut">
          <span class={`who ${hueOf(session === null ? undefined : actor)}`}>
            <RecordedText text={actor} />
          </span>
          {session !== null && (
            <>
              {' '}
              <Link page="session" parameters={{ session, step: event ?? undefined }}>
                <u>{event === null ? 'its session' : `#${event}`}</u>
              </Link>
            </>
          )}{' '}
          · {evidence ?? snapshot.trigger} <RiskMark risk={risk} />
        </p>
      </header>
      {isRange && (
        <p class="pane-note">
          What differs from A,{' '}
          {momentText(snapshotIdTime(from) ?? 0, Date.parse(snapshot.created_at))}, to this.{' '}
          <kbd>v</kbd> ends it.
        </p>
      )}
      <ChangesDiff root={root} to={snapshot.snapshot_id} from={isRange ? from : undefined} />
    </>
  )
}
