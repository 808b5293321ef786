/** Why the changes are put down to the step: the word that holds, the call's window drawn, and a sentence. */
import type { StepDetail } from '../../../api/step-detail.ts'
import { hueOf } from '../../state/agent-hue.ts'
import { EVIDENCE_WORDS, evidenceOf, whyText } from '../../state/evidence-text.ts'
import { lengthText } from '../../state/time-text.ts'
import { Section } from './section.tsx'

export function Evidence({ detail }: { detail: StepDetail }) {
  const held = evidenceOf(detail)
  if (held === undefined) return null
  const at = EVIDENCE_WORDS.indexOf(held)
  return (
    <Section title="Evidence" more="why we think it was this step">
      <ol class="evidence-ladder">
        {EVIDENCE_WORDS.map((word, n) => (
          <li key={word} data-is={n === at ? 'held' : n < at ? 'ruled-out' : undefined}>
            {word}
          </li>
        ))}
      </ol>
      <CallWindow detail={detail} />
      <p class="dim">{whyText(detail)}</p>
    </Section>
  )
}

/** The call as a bar, the changes as ticks, what others ran then below it. */
function CallWindow({ detail }: { detail: StepDetail }) {
  const { event, end, parts, nobodys, calls_meanwhile: calls, agent } = detail
  if (event.phase === undefined) return null
  const startMs = Date.parse(event.time)
  const endMs = end ? Date.parse(end.time) : Math.max(startMs, ...parts.map(timeOf))
  const lengthMs = Math.max(endMs - startMs, 20)
  const [fromMs, wholeMs] = [startMs - 0.22 * lengthMs, 1.5 * lengthMs]
  const place = (timeMs: number) => Math.min(100, Math.max(0, ((timeMs - fromMs) / wholeMs) * 100))
  const bar = (from: number, to: number) => ({
    left: `${place(from)}%`,
    width: `${Math.max(0.4, place(to) - place(from))}%`,
  })
  const seen = calls.filter(
    ({ time, ended_at }) =>
      Date.parse(time) < fromMs + wholeMs && (ended_at === null || Date.parse(ended_at) > fromMs),
  )
  return (
    <div class="call-window" aria-hidden="true">
      <span class={`call-bar ${hueOf(agent)}`} style={bar(startMs, endMs)}>
        #{event.seq} {detail.kind} {end ? lengthText(endMs - startMs) : '≥ …'}
      </span>
      {seen.map(({ session, seq, agent: other, time, ended_at }) => (
        <span
          key={`${session} ${seq}`}
          class={`call-bar other ${hueOf(other)}`}
          style={bar(Date.parse(time), ended_at === null ? endMs : Date.parse(ended_at))}
        >
          {other}
        </span>
      ))}
      {[...parts, ...nobodys].map((part) => (
        <i key={part.to_snapshot_id} style={{ left: `${place(timeOf(part))}%` }} />
      ))}
    </div>
  )
}

function timeOf({ snapshot }: { snapshot: { created_at: string } }): number {
  return Date.parse(snapshot.created_at)
}
