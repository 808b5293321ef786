/** The keys of a session's page. */
import { goBack, linkTo } from '../../browser/address.ts'
import { copyText } from '../../browser/clipboard.ts'
import { type KeyBinding, refusal } from '../../keys/press.ts'
import { addressText } from '../../state/address-text.ts'
import { cursor, moveTo } from '../../state/cursor.ts'
import { alonePane, focusedPane, focusNextPane, toggleAlone } from '../../state/panes.ts'
import { session } from '../../state/session.ts'
import {
  chooseRow,
  goToEnd,
  isRowMarked,
  rowBeside,
  rows,
  stepFilter,
} from '../../state/session-list.ts'
import { turnSide } from '../../state/steps.ts'
import { changeView, view } from '../../state/view.ts'
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
  {
    keys: ['y'],
    does: 'copy a link to this moment',
    run: () => copy(linkTo(addressText(view.value))),
  },
  {
    keys: ['Y'],
    does: 'copy the command that tells of it',
    run: () => copy(momentCommand()),
    whyNot: () => (cursor.value ? undefined : 'no moment is chosen'),
  },
  {
    keys: ['a'],
    does: 'findings only, or all',
    run: () => changeView({ show: stepFilter.value === 'findings' ? undefined : 'findings' }),
  },
  {
    keys: ['Enter'],
    does: 'to the detail',
    run: () => {
      focusedPane.value = 'detail'
    },
  },
  { keys: ['Esc'], does: 'all panes, or choose nothing', run: letGo },
  { keys: ['Ctrl-O'], does: 'where I was', run: goBack },
  { keys: ['F6'], does: 'next pane', run: () => focusNextPane(1) },
  { keys: ['shift-F6'], does: 'pane before', run: () => focusNextPane(-1) },
  { keys: ['z'], does: 'this pane alone', isAtFoot: true, run: () => toggleAlone() },
]

function letGo(): void {
  const at = cursor.value
  if (alonePane.value !== undefined) alonePane.value = undefined
  else if (at) moveTo({ ...at, anchor: { kind: 'none' } })
}

/** Prints in a terminal what the page shows of the moment. */
function momentCommand(): string {
  const { timeMs = 0, anchor } = cursor.value ?? {}
  const isStep = anchor?.kind === 'step'
  const id = isStep ? (anchor.session ?? session.value?.id) : undefined
  const moment = isStep && id ? `${id}#${anchor.seq}` : new Date(timeMs).toISOString()
  return `flightrec at ${moment}`
}

/** The foot of the page says whether that went. */
function copy(text: string): void {
  void copyText(text).then((isCopied) => {
    refusal.value = isCopied ? `copied: ${text}` : 'the browser lets this page copy nothing'
  })
}

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
