/** One step as a row of the list: number, offset, kind, what, what came of it, length, worst mark. */
import { clockMs } from '../../state/live.ts'
import type { Bracket } from '../../state/session-rows.ts'
import type { ListedStep } from '../../state/steps.ts'
import { lengthText } from '../../state/time-text.ts'
import { ChangeCounts } from '../change-counts.tsx'
import { RecordedText } from '../recorded-text.tsx'
import { RiskMark } from '../risk-mark.tsx'

interface StepLineProps {
  step: ListedStep
  offset: string
  bracket: Bracket
  /** Whether its session goes on. */
  isLive: boolean
}

export function StepLine({ step, offset, bracket, isLive }: StepLineProps) {
  const { seq, kind, what, risk_level } = step
  return (
    <div class={`step-line is-${kind}`}>
      <span class="step-number small faint">{seq}</span>
      <span class="step-offset small faint">{offset}</span>
      <span class="step-bracket" data-bracket={bracket} />
      <span class="step-kind small">{kind}</span>
      <span class="step-what cut" title={what}>
        <RecordedText text={kind === 'says' ? `“${what}”` : what} />
      </span>
      <Outcome step={step} />
      <span class="step-length small faint">{stepLength(step, isLive)}</span>
      <span class="step-mark">
        <RiskMark risk={risk_level} />
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

/** A running call counts; of one whose end nobody told nothing is known. */
function stepLength({ startMs, endMs, state }: ListedStep, isLive: boolean): string {
  if (endMs !== undefined) return endMs > startMs ? lengthText(endMs - startMs) : ''
  if (state !== 'open') return ''
  return isLive && clockMs.value > startMs ? lengthText(clockMs.value - startMs) : '≥ 0s'
}
