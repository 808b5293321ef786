/** One session. */
import { ROUTES } from '../../api/routes.ts'
import { Failure } from '../panes/failure.tsx'
import { useAnswer } from '../panes/use-answer.ts'
import { view } from '../state/view.ts'

export function SessionPage() {
  const { session = '' } = view.value.parameters
  const { answer, failure, retry } = useAnswer(ROUTES.session, { session })
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  return <h1>{answer.value?.agent}</h1>
}
