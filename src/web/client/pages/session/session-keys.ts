/** The keys of a session's page. */
import type { KeyBinding } from '../../keys/press.ts'
import { cursor } from '../../state/cursor.ts'
import { focusNextPane, toggleAlone } from '../../state/panes.ts'
import { chooseRow, goToEnd, isRowMarked, rowBeside, rows } from '../../state/session-list.ts'
import { turnSide } from '../../state/steps.ts'
import { zoomWindow } from './session-window.ts'

const PAGE_ROWS = 20

export const SESSION_KEYS: readonly KeyBinding[] = [
  {
    keys: ['j', '↓'],
    does: 'next step',
    isAtFoot: true,
    run: () => goStep(1),
    whyNot: () => (rowBeside(1) ? undefined : 'this is the last row'),
  },
  {
    keys: ['k', '↑'],
    does: 'step before',
    isAtFoot: true,
    run: () => goStep(-1),
    whyNot: () => (rowBeside(-1) ? undefined : 'this is the first row'),
  },
  { keys: ['g', 'Home'], does: 'first step', run: () => goTo(rows.value[0]) },
  { keys: ['G', 'End'], does: 'last step, and follow', run: goToEnd },
  { keys: ['PgDn'], does: 'a page down', run: () => goPage(1) },
  { keys: ['PgUp'], does: 'a page up', run: () => goPage(-1) },
  {
    keys: [']'],
    does: 'next finding or gap',
    isAtFoot: true,
    run: () => goTo(rowBeside(1, isRowMarked)),
    whyNot: () => (rowBeside(1, isRowMarked) ? undefined : 'no finding and no gap after this'),
  },
  {
    keys: ['['],
    does: 'finding or gap before',
    isAtFoot: true,
    run: () => goTo(rowBeside(-1, isRowMarked)),
    whyNot: () => (rowBeside(-1, isRowMarked) ? undefined : 'no finding and no gap before this'),
  },
  {
    keys: ['}'],
    does: 'next prompt',
    run: () => goTo(rowBeside(1, isPrompt)),
    whyNot: () => (rowBeside(1, isPrompt) ? undefined : 'no prompt after this'),
  },
  {
    keys: ['{'],
    does: 'prompt before',
    run: () => goTo(rowBeside(-1, isPrompt)),
    whyNot: () => (rowBeside(-1, isPrompt) ? undefined : 'no prompt before this'),
  },
  {
    keys: ['x'],
    does: 'before or after',
    isAtFoot: true,
    run: turnSide,
    whyNot: () => (cursor.value ? undefined : 'no moment is chosen'),
  },
  { keys: ['='], does: 'zoom in', run: () => zoomWindow(0.5) },
  { keys: ['-'], does: 'zoom out', run: () => zoomWindow(2) },
  { keys: ['Z'], does: 'the whole session', run: () => zoomWindow(Infinity) },
  { keys: ['F6'], does: 'next pane', run: () => focusNextPane(1) },
  { keys: ['shift-F6'], does: 'pane before', run: () => focusNextPane(-1) },
  { keys: ['z'], does: 'this pane alone', isAtFoot: true, run: () => toggleAlone() },
]

/** What the arrows do on the strip too. */
export function goStep(by: -1 | 1): void {
  goTo(rowBeside(by))
}

function goTo(row: ReturnType<typeof rowBeside>): void {
  if (row) chooseRow(row)
}

function goPage(by: -1 | 1): void {
  let left = PAGE_ROWS
  let last: ReturnType<typeof rowBeside>
  rowBeside(by, (row) => {
    if (row.kind === 'silence') return false
    last = row
    left -= 1
    return left === 0
  })
  goTo(last)
}

function isPrompt(row: { kind: string; step?: { kind: string } }): boolean {
  return row.kind === 'step' && row.step?.kind === 'prompt'
}
