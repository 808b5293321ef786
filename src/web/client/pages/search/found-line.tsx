/** One row of what was found. */
import { RecordedText } from '../../panes/recorded-text.tsx'
import { RiskMark } from '../../panes/risk-mark.tsx'
import { hueOf } from '../../state/agent-hue.ts'
import type { FoundLineRow } from '../../state/found.ts'
import { outlines } from '../../state/sessions/listed.ts'
import { clockText, dayText } from '../../state/time-text.ts'

export function FoundLine({ row, nowMs }: { row: FoundLineRow; nowMs: number }) {
  const { group } = row
  if (row.kind === 'more')
    return <div class="found-more faint">{group.more} more in this session</div>
  if (row.kind === 'head') {
    const startMs = Date.parse(group.started)
    const prompt = outlines.value.get(group.session)?.prompt
    return (
      <div class="found-head">
        <span class={`who ${hueOf(group.agent)}`}>
          <RecordedText text={group.agent} />
        </span>
        <b class="cut">{typeof prompt === 'string' && <RecordedText text={prompt} />}</b>
        <span class="spring" />
        <span class="faint small">
          {dayText(startMs, nowMs)} {clockText(startMs)}
        </span>
      </div>
    )
  }
  const { time, kind, text, at, length, risk, seq } = row.hit
  return (
    <div class="found-line">
      <span class="small dim">{clockText(Date.parse(time))}</span>
      <span class="small faint">{kind}</span>
      <span class="mono cut">
        <RecordedText text={text.slice(0, at)} />
        <mark>
          <RecordedText text={text.slice(at, at + length)} />
        </mark>
        <RecordedText text={text.slice(at + length)} />
      </span>
      <span class="small faint number">{seq !== null && `#${seq}`}</span>
      <RiskMark risk={risk} />
    </div>
  )
}
