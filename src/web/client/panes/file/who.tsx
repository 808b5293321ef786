import { hueOf } from '../../state/agent-hue.ts'
import type { LineSnapshot } from '../../state/file/line-makers.ts'

/** Who made a snapshot: an agent with its step, nobody that is known, or it was the first look at the root. */
export function Who({ snapshot }: { snapshot: LineSnapshot }) {
  const { session, actor, event } = snapshot
  if (session === null)
    return <span class="who hue-none">{isFirstLook(snapshot) ? 'first seen' : 'unattributed'}</span>
  return (
    <span class={`who ${hueOf(actor)}`}>
      {actor} {event !== null && `#${event}`}
    </span>
  )
}

export function isFirstLook({ parent_commit }: Pick<LineSnapshot, 'parent_commit'>): boolean {
  return parent_commit === null
}
