/** The keys of a timeline. */
import type { KeyBinding } from '../../keys/press.ts'
import {
  chooseFrom,
  chooseRow,
  chosenId,
  markFrom,
  openChosen,
  rangeStart,
  toggleRange,
} from '../../state/timeline/chosen.ts'
import { rowCount, rowOfSnapshot, showWaiting, waiting } from '../../state/timeline/entries.ts'

const PAGE = 24

const row = () => rowOfSnapshot(chosenId.value)

const mark = (by: 1 | -1, where: string) => ({
  run: () => {
    const to = markFrom(row(), by)
    if (to !== undefined) chooseRow(to)
  },
  whyNot: () =>
    markFrom(row(), by) === undefined ? `no finding or gap is known ${where} this` : undefined,
})

const needsChoice = () => (chosenId.value === undefined ? 'no snapshot is chosen' : undefined)

export const TIMELINE_KEYS_BOUND: readonly KeyBinding[] = [
  { keys: ['j', '↓'], does: 'older', isAtFoot: true, run: () => chooseFrom(row() + 1, 1) },
  { keys: ['k', '↑'], does: 'newer', isAtFoot: true, run: () => chooseFrom(row() - 1, -1) },
  { keys: [']'], does: 'finding or gap', isAtFoot: true, ...mark(1, 'before') },
  { keys: ['['], does: 'finding or gap after', ...mark(-1, 'after') },
  { keys: ['Enter'], does: 'open', isAtFoot: true, run: openChosen, whyNot: needsChoice },
  { keys: ['v'], does: 'compare from here', isAtFoot: true, run: toggleRange, whyNot: needsChoice },
  {
    keys: ['d'],
    does: 'what differs',
    run: openChosen,
    whyNot: () =>
      rangeStart.value === undefined ? needsChoice() : 'it is shown beside the list already',
  },
  { keys: ['g'], does: 'newest', run: () => chooseFrom(0, 1) },
  { keys: ['G'], does: 'oldest', run: () => chooseFrom(rowCount.value - 1, -1) },
  { keys: ['PgDn'], does: 'a page on', run: () => chooseFrom(row() + PAGE, 1) },
  { keys: ['PgUp'], does: 'a page back', run: () => chooseFrom(row() - PAGE, -1) },
  {
    keys: ['.'],
    does: 'show what is new',
    run: showWaiting,
    whyNot: () => (waiting.value === 0 ? 'nothing is new' : undefined),
  },
]
