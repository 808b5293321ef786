/** The step that is shown: what was done, by whom, when, and what came of it. */
import type { StepDetail } from '../../../api/step-detail.ts'
import { hueOf } from '../../state/agent-hue.ts'
import type { ListedStep } from '../../state/steps.ts'
import { clockText, lengthText } from '../../state/time-text.ts'
import { ChangeCounts } from '../change-counts.tsx'
import { RecordedText } from '../recorded-text.tsx'

interface DetailHeadProps {
  step: ListedStep
  detail: StepDetail | undefined
}

export function DetailHead({ step, detail }: DetailHeadProps) {
  const { startMs, endMs, state, exit_code } = step
  const agent = step.agent ?? detail?.agent
  return (
    <header class="detail-head">
      <h2 class="mono cut">
        <RecordedText text={step.what} />
      </h2>
      <div class="detail-facts cut">
        {agent !== undefined && (
          <span class={`who ${hueOf(agent)}`}>
            <RecordedText text={agent} />
          </span>
        )}
        <b class="mono">#{step.seq}</b>
        <span>
          {clockText(startMs, 'ms')}
          {endMs !== undefined && ` – ${clockText(endMs, 'ms')}`}
        </span>
        {endMs !== undefined && <span>{lengthText(endMs - startMs)}</span>}
        {state === 'refused' && <span class="removed">refused</span>}
        {state === 'open' && <span>end not known</span>}
        {state !== 'refused' && detail?.end?.exit_code !== undefined && (
          <span class={exit_code ? 'removed' : undefined}>exit {detail.end.exit_code}</span>
        )}
        {step.changes && <ChangeCounts changes={step.changes} />}
      </div>
    </header>
  )
}
