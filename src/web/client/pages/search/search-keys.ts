/** The keys of a search. */
import type { ReadonlySignal, Signal } from '@preact/signals'
import type { KeyBinding } from '../../keys/press.ts'
import type { FoundLineRow, FoundList } from '../../state/found.ts'

export function searchKeys(
  found: ReadonlySignal<FoundList>,
  chosen: Signal<number>,
  open: (row: FoundLineRow | undefined) => void,
): readonly KeyBinding[] {
  const move = (from: number, by: 1 | -1) => {
    const { rows } = found.value
    for (let at = from; at >= 0 && at < rows.length; at += by)
      if (rows[at]!.kind === 'hit') {
        chosen.value = at
        return
      }
  }
  return [
    {
      keys: ['j', '↓', 'n'],
      does: 'next hit',
      isAtFoot: true,
      run: () => move(chosen.value + 1, 1),
    },
    {
      keys: ['k', '↑', 'N'],
      does: 'hit before',
      isAtFoot: true,
      run: () => move(chosen.value - 1, -1),
    },
    { keys: ['g'], does: 'first', run: () => move(0, 1) },
    { keys: ['G'], does: 'last', run: () => move(found.value.rows.length - 1, -1) },
    {
      keys: ['Enter'],
      does: 'open its moment',
      isAtFoot: true,
      run: () => open(found.value.rows[chosen.value]),
      whyNot: () => (chosen.value < 0 ? 'no hit is chosen' : undefined),
    },
  ]
}
