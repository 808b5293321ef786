import { RequestFailure } from '../browser/fetching.ts'

interface FailureProps {
  failure: Error
  onRetry?: (() => void) | undefined
}

/** What failed, what mends it, and once more: in the pane that failed, while the others go on. */
export function Failure({ failure, onRetry }: FailureProps) {
  const hint = failure instanceof RequestFailure ? failure.hint : undefined
  return (
    <div class="failure" role="alert">
      <p>
        <span class="removed">✕</span> <bdi>{failure.message}</bdi>
      </p>
      {hint && <p class="dim">{withCode(hint)}</p>}
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          again
        </button>
      )}
    </div>
  )
}

/** Sets what stands between backticks as code. */
function withCode(text: string) {
  const parts = text.split('`')
  return parts.map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))
}
