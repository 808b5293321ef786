/** The steps of the session, and all that happened between them. */
import { useComputed } from '@preact/signals'
import { Listbox } from '../../list/listbox.tsx'
import { chosenSeq } from '../../state/cursor.ts'
import { session } from '../../state/session.ts'
import {
  countSteps,
  type SessionRow,
  type StepFilter,
  sessionRows,
} from '../../state/session-rows.ts'
import { chooseStep, steps } from '../../state/steps.ts'
import { lengthText } from '../../state/time-text.ts'
import { changeView, view } from '../../state/view.ts'
import { StepLine } from './step-line.tsx'

const FILTERS: readonly StepFilter[] = ['all', 'commands', 'changes', 'findings']
const ROW_HEIGHT = 24

export function StepsPane() {
  const filter = useComputed(() => filterNamed(view.value.parameters.show))
  const rows = useComputed(() => sessionRows(steps.value, filter.value))
  const chosen = useComputed(() => placeOf(rows.value, chosenSeq.value))
  const head = session.value
  const sinceMs = Date.parse(head?.started_at ?? '')
  return (
    <>
      <header class="pane-head">
        <h2 class="caption">Steps</h2>
        <span class="faint">{steps.value.length}</span>
        <span class="spring" />
        <FilterChips filter={filter.value} />
      </header>
      <Listbox
        label="Steps"
        count={rows.value.length}
        rowHeight={ROW_HEIGHT}
        chosen={chosen.value}
        row={(index) => <Row row={rows.value[index]!} sinceMs={sinceMs} />}
        onChoose={(index) => chooseRow(rows.value[index]!)}
      />
    </>
  )
}

function filterNamed(name: string | undefined): StepFilter {
  return FILTERS.find((one) => one === name) ?? 'all'
}

function placeOf(rows: readonly SessionRow[], seq: number | undefined): number {
  return rows.findIndex((row) => row.kind === 'step' && row.step.seq === seq)
}

function chooseRow(row: SessionRow): void {
  if (row.kind === 'step') chooseStep(row.step)
}

function FilterChips({ filter }: { filter: StepFilter }) {
  return (
    <fieldset class="chips" aria-label="Which steps">
      {FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-pressed={filter === name}
          onClick={() => changeView({ show: name === 'all' ? undefined : name })}
        >
          {name === 'findings' ? <i class="warning" role="img" aria-label="findings" /> : name}
          {name === 'findings' && ` ${countSteps(steps.value, name)}`}
        </button>
      ))}
    </fieldset>
  )
}

function Row({ row, sinceMs }: { row: SessionRow; sinceMs: number }) {
  if (row.kind === 'step')
    return <StepLine step={row.step} sinceMs={sinceMs} bracket={row.bracket} />
  return (
    <div class="silence-line small faint">
      <span>silence {lengthText(row.endMs - row.startMs)}</span>
    </div>
  )
}
