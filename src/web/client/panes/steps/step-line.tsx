/** One step as a row of the list: number, offset, kind, what, what came of it, length, worst mark. */

import type { Bracket } from '../../state/session-rows.ts'
import type { ListedStep } from '../../state/steps.ts'
import { lengthText, offsetText } from '../../state/time-text.ts'
import { ChangeCounts } from '../change-counts.tsx'
import { RecordedText } from '../recorded-text.tsx'
import { RiskMark } from '../risk-mark.tsx'

interface StepLineProps {
  step: ListedStep
  /** When the session began. */
  sinceMs: number
  bracket: Bracket
}

export function StepLine({ step, sinceMs, bracket }: StepLineProps) {
  const { seq, kind, what, startMs, endMs } = step
  return (
    <div class={`step-line is-${kind}`}>
      <span class="step-number small faint">{seq}</span>
      <span class="step-offset small faint">{offsetText(startMs - sinceMs)}</span>
      <span class="step-bracket" data-bracket={bracket} />
      <span class="step-kind small">{kind}</span>
      <span class="step-what cut">
        <RecordedText text={kind === 'says' ? `“${what}”` : what} />
      </span>
      <Outcome step={step} />
      <span class="step-length small faint">
        {endMs === undefined || endMs === startMs ? '' : lengthText(endMs - startMs)}
      </span>
      <span class="step-mark">
        <RiskMark risk={step.risk_level} />
      </span>
    </div>
  )
}

/** What came of it: how it went wrong, else what changed on disk. */
function Outcome({ step: { state, exit_code, changes } }: { step: ListedStep }) {
  if (state === 'refused') return <span class="small removed">refused</span>
  if (exit_code !== undefined) return <span class="small removed">exit {exit_code}</span>
  if (state === 'failed') return <span class="small removed">failed</span>
  return changes ? <ChangeCounts changes={changes} /> : <span />
}
