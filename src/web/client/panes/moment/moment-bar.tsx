/** The moment that all panes show: the only place that says where one is. */
import { cursor } from '../../state/cursor.ts'
import { clockText } from '../../state/time-text.ts'

export function MomentBar() {
  const at = cursor.value
  return (
    <section class="moment-bar" aria-label="Moment">
      {at && <span class="moment-time">{clockText(at.timeMs, 'ms')}</span>}
    </section>
  )
}
