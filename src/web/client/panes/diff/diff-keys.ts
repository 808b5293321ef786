/** The keys of a diff, wherever one is shown. */
import type { KeyBinding } from '../../keys/press.ts'
import {
  BESIDE_FROM_PIXELS,
  diffWidth,
  ignoresBlanks,
  isUnveiled,
  wantsBeside,
} from '../../state/diff.ts'

export const DIFF_KEYS: readonly KeyBinding[] = [
  {
    keys: ['s'],
    does: 'side by side',
    isAtFoot: true,
    run: () => {
      wantsBeside.value = !wantsBeside.value
    },
    whyNot: () =>
      !wantsBeside.value && diffWidth.value < BESIDE_FROM_PIXELS
        ? 'two sides need more room than there is: z gives this pane all of it'
        : undefined,
  },
  {
    keys: ['w'],
    does: 'leave out blanks',
    run: () => {
      ignoresBlanks.value = !ignoresBlanks.value
    },
  },
  {
    keys: ['V'],
    does: 'show what is masked',
    run: () => {
      isUnveiled.value = !isUnveiled.value
    },
  },
]
