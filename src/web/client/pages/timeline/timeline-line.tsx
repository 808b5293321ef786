/** One row of a timeline: a snapshot, a gap, a silence, or one that cannot be read. */
import type { TimelineEntry, TimelineSnapshot } from '../../../api/timeline.ts'
import { ChangeCounts } from '../../panes/change-counts.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { RiskMark } from '../../panes/risk-mark.tsx'
import { hueOf } from '../../state/agent-hue.ts'
import { clockText, lengthText } from '../../state/time-text.ts'
import type { LanePiece } from '../../state/timeline/session-lanes.ts'
import { LaneGutter } from './lane-gutter.tsx'

interface TimelineLineProps {
  entry: TimelineEntry | undefined
  pieces: readonly LanePiece[]
  /** Whether it is where a range begins. */
  isStart: boolean
}

export function TimelineLine({ entry, pieces, isStart }: TimelineLineProps) {
  if (!entry) return null
  if (entry.type === 'gap') return <GapLine gap={entry} />
  if (entry.type === 'silence')
    return (
      <div class="silent-line small faint">
        <i />
        <span>
          recorded, nothing changed {lengthText(Date.parse(entry.to) - Date.parse(entry.from))}
        </span>
        <i />
      </div>
    )
  if (entry.type === 'damage')
    return (
      <div class="timeline-gap hatched small">
        <span />
        <em>cannot be read: flightrec verify tells what that costs</em>
      </div>
    )
  return <SnapshotLine snapshot={entry} pieces={pieces} isStart={isStart} />
}

type GapEntry = Extract<TimelineEntry, { type: 'gap' }>

function GapLine({ gap }: { gap: GapEntry }) {
  return (
    <div class="timeline-gap hatched small">
      <span>{clockText(Date.parse(gap.from))}</span>
      <em>
        not recorded {gap.open ? '≥ ' : ''}
        {lengthText(gap.duration_ms)} · {gap.reason}: {gap.meaning}
      </em>
    </div>
  )
}

function SnapshotLine({
  snapshot,
  pieces,
  isStart,
}: { snapshot: TimelineSnapshot } & Omit<TimelineLineProps, 'entry'>) {
  const { actor, event, evidence, message, counts, names, trigger, risk } = snapshot
  const agent = snapshot.session === null ? undefined : actor
  const own = pieces.find((piece) => piece.agent === agent)
  return (
    <div class="timeline-line">
      <span class="small dim">{clockText(Date.parse(snapshot.created_at))}</span>
      <LaneGutter pieces={pieces} own={own} />
      <span class="small">
        {counts && <ChangeCounts changes={counts} />}
        {isStart && <b class="range-start">A</b>}
      </span>
      <span class="mono cut">
        {message !== null && (
          <>
            “<RecordedText text={message} />”{' '}
          </>
        )}
        <RecordedText class={message === null ? '' : 'dim'} text={names} />
        {trigger === 'reconcile' && <span class="dim"> found by a scan</span>}
        {!snapshot.complete && <span class="not-recorded"> not all of it</span>}
      </span>
      <span class={`who cut ${hueOf(agent)}`}>
        <RecordedText text={actor} />
        {event !== null && <span class="small dim"> #{event}</span>}
      </span>
      <span class="dim when-wide">{evidence ?? trigger}</span>
      <span class="when-wide">
        <RiskMark risk={risk} />
      </span>
    </div>
  )
}
