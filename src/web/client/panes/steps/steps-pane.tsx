/** The steps of the session, and all that happened between them. */
import { Listbox } from '../../list/listbox.tsx'
import { focusedPane } from '../../state/panes.ts'
import { session } from '../../state/session.ts'
import {
  chooseRow,
  chosenRow,
  goToEnd,
  newBelow,
  rows,
  stepFilter,
} from '../../state/session-list.ts'
import { countSteps, STEP_FILTERS } from '../../state/session-rows.ts'
import { steps } from '../../state/steps.ts'
import { changeView } from '../../state/view.ts'
import { Failure } from '../failure.tsx'
import type { StepsReading } from '../use-steps.ts'
import { SessionLine } from './session-line.tsx'

const ROW_HEIGHT = 24

export function StepsPane({ reading }: { reading: StepsReading }) {
  const head = session.value
  const failure = reading.failure.value
  const sinceMs = Date.parse(head?.started_at ?? '')
  return (
    <>
      <header class="pane-head">
        <h2 class="caption">Steps</h2>
        <span class="faint">{head && steps.value.length}</span>
        <span class="spring" />
        <FilterChips />
      </header>
      {failure && <Failure failure={failure} onRetry={() => void reading.catchUp()} />}
      <Listbox
        label="Steps"
        count={rows.value.length}
        rowHeight={ROW_HEIGHT}
        chosen={chosenRow.value}
        row={(index) => (
          <SessionLine
            row={rows.value[index]!}
            sinceMs={sinceMs}
            isLive={head !== undefined && head.ended_at === null}
          />
        )}
        onChoose={(index) => chooseRow(rows.value[index]!)}
        onOpen={() => {
          focusedPane.value = 'detail'
        }}
      />
      {newBelow.value > 0 && (
        <button type="button" class="new-below" onClick={goToEnd}>
          {newBelow.value} new below <kbd>G</kbd>
        </button>
      )}
    </>
  )
}

function FilterChips() {
  return (
    <fieldset class="chips" aria-label="Which steps">
      {STEP_FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-pressed={stepFilter.value === name}
          onClick={() => changeView({ show: name === 'all' ? undefined : name })}
        >
          {name === 'findings' ? <i class="warning" role="img" aria-label="findings" /> : name}
          {name === 'findings' && ` ${countSteps(steps.value, name)}`}
        </button>
      ))}
    </fieldset>
  )
}
