/** What the list of sessions is limited to, and how many there are of each kind that matters. */
import type { ComponentChildren } from 'preact'
import { SESSION_KEYS_ASKED } from '../../../api/query-keys.ts'
import { FilterBox } from '../../panes/filter/filter-box.tsx'
import { RiskMark } from '../../panes/risk-mark.tsx'
import { arranged, filterText } from '../../state/sessions/list.ts'
import { shownSessions } from '../../state/sessions/listed.ts'
import { sessionValues } from '../../state/sessions/session-values.ts'
import { changeView } from '../../state/view.ts'

export function setFilter(text: string): void {
  changeView({ q: text === '' ? undefined : text })
}

export function SessionsBar() {
  const working = sessionValues('is')
  const found = sessionValues('finding')
  const atWork = (working.get('working') ?? 0) + (working.get('waiting') ?? 0)
  return (
    <div class="filter-bar">
      <FilterBox
        value={filterText.value}
        keys={SESSION_KEYS_ASKED}
        valuesOf={sessionValues}
        onChange={setFilter}
      />
      <span class="dim">
        {filterText.value === '' ? '' : `${arranged.value.sessions} of `}
        {shownSessions.value.length}
      </span>
      <Chip term="is:working,waiting">at work {atWork}</Chip>
      <Chip term="finding:danger">
        <RiskMark risk="danger" /> {found.get('danger') ?? 0}
      </Chip>
      <Chip term="finding:warning">
        <RiskMark risk="warning" /> {found.get('warning') ?? 0}
      </Chip>
    </div>
  )
}

/** Writes a term into the box, or takes it out. */
function Chip({ term, children }: { term: string; children: ComponentChildren }) {
  const terms = filterText.value.split(/\s+/).filter((one) => one !== '')
  const isOn = terms.includes(term)
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={isOn}
      onClick={() =>
        setFilter((isOn ? terms.filter((one) => one !== term) : [...terms, term]).join(' '))
      }
    >
      {children}
    </button>
  )
}
