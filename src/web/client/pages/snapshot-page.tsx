/** One snapshot: who made it, why we think so, and what it changed. */
import { ROUTES } from '../../api/routes.ts'
import { ChangesDiff } from '../panes/diff/diff-view.tsx'
import { Failure } from '../panes/failure.tsx'
import { RecordedText } from '../panes/recorded-text.tsx'
import { useAnswer } from '../panes/use-answer.ts'
import { view } from '../state/view.ts'

export function SnapshotPage() {
  const { root = '', snapshot = '' } = view.value.parameters
  const { answer, failure, retry } = useAnswer(ROUTES.snapshot, { root, snapshot })
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  const found = answer.value
  if (!found) return null
  return (
    <div class="snapshot-page scrolls">
      <h1>
        <RecordedText text={found.subject} />
      </h1>
      <ChangesDiff root={found.repo} to={found.snapshot_id} />
    </div>
  )
}
