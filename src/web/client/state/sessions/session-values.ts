/** Which values of a key of the filter there are among the sessions, and how many have each. */
import { outlines, shownSessions } from './listed.ts'

export function sessionValues(key: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (value: string) => counts.set(value, (counts.get(value) ?? 0) + 1)
  for (const session of shownSessions.value) {
    const outline = outlines.value.get(session.id)
    if (key === 'agent') add(session.agent)
    else if (key === 'root' && session.root !== null) add(session.root.replace(/^.*\//, ''))
    else if (key === 'model') outline?.models.forEach(add)
    else if (key === 'is') add(outline?.state ?? (session.ended_at === null ? 'working' : 'ended'))
    else if (key === 'finding') {
      for (const risk of ['info', 'warning', 'danger'] as const)
        if (session.risks[risk] > 0) add(risk)
      outline?.rules.forEach(add)
    }
  }
  return counts
}
