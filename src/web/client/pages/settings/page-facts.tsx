/** What serves this page. */
import { RecordedText } from '../../panes/recorded-text.tsx'
import { about } from '../../state/about.ts'
import { homelyPath } from '../../state/homely-path.ts'
import { Facts } from '../status/facts.tsx'

export function PageFacts() {
  const told = about.value
  if (!told) return null
  const facts = [
    { name: 'flightrec', value: told.version },
    { name: 'home', value: <RecordedText class="mono" text={homelyPath(told.home)} /> },
    {
      name: 'restore and undo',
      value: told.is_read_only ? 'left out: read only' : 'offered, with their plan first',
    },
  ]
  return <Facts title="This page" facts={facts} />
}
