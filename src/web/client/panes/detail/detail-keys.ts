/** The keys of the detail, whatever step it shows. */
import type { KeyBinding } from '../../keys/press.ts'
import { type DetailTab, openTab } from '../../state/detail.ts'
import { chosenStep } from '../../state/steps.ts'

const noStep = () => (chosenStep.value ? undefined : 'no step is chosen')

function tabKey(key: string, tab: DetailTab, does: string, isAtFoot = true): KeyBinding {
  return { keys: [key], does, isAtFoot, run: () => openTab(tab), whyNot: noStep }
}

export const DETAIL_KEYS: readonly KeyBinding[] = [
  tabKey('e', 'step', 'step', false),
  tabKey('d', 'diff', 'diff'),
  tabKey('A', 'said', 'said / happened'),
  tabKey('u', 'undo', 'undo'),
]
