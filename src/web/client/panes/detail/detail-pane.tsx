/** What is known of the step that is chosen. */
import { chosenStep } from '../../state/steps.ts'
import { RecordedText } from '../recorded-text.tsx'

export function DetailPane() {
  const step = chosenStep.value
  if (!step) return <p class="empty">No step is chosen.</p>
  return (
    <header class="detail-head">
      <h2 class="mono cut">
        <RecordedText text={step.what} />
      </h2>
    </header>
  )
}
