/** Whether it is recorded: in the bar, at any width. */
import { Link } from '../panes/link.tsx'
import { recorded, staleSince } from '../state/live.ts'
import { lightOf } from '../state/recording-light.ts'

export function Light() {
  const now = recorded.value
  if (!now) return <span class="light" />
  const { tone, text } = lightOf(now)
  const isStale = staleSince.value !== undefined
  return (
    <Link class={`light ${isStale ? 'stale' : tone}`} page="status">
      <i aria-hidden="true" />
      <span>{isStale ? `not current: ${text}` : text}</span>
    </Link>
  )
}
