/** The keys of a terminal: the first few for the whole page, the others while its pane has the focus. */
import type { KeyBinding } from '../../keys/press.ts'
import { changeSpeed, isIdleCut, soughtText, textHits } from '../../state/terminal/player.ts'
import { togglePlay } from './play.ts'
import {
  durationMs,
  goToHit,
  goToShare,
  recordingShown,
  skip,
  stepPicture,
} from './player-moves.ts'

const whyNot = () => (recordingShown() ? undefined : 'no terminal was recorded then')

export const PLAY_KEYS: readonly KeyBinding[] = [
  { keys: ['space'], does: 'play', isAtFoot: true, run: togglePlay, whyNot },
  { keys: ['.'], does: 'next frame', isAtFoot: true, run: () => void stepPicture(1), whyNot },
  { keys: [','], does: 'frame before', run: () => void stepPicture(-1), whyNot },
  { keys: ['>'], does: 'faster', run: () => changeSpeed(1) },
  { keys: ['<'], does: 'slower', run: () => changeSpeed(-1) },
  {
    keys: ['i'],
    does: 'leave out idle',
    run: () => {
      isIdleCut.value = !isIdleCut.value
    },
  },
]

const whyNoHit = () =>
  textHits.value?.texts.length ? undefined : 'nothing is searched for, or nothing was found'

export const TERMINAL_KEYS: readonly KeyBinding[] = [
  { keys: ['→'], does: 'five seconds on', run: () => skip(5_000), whyNot },
  { keys: ['←'], does: 'five seconds back', run: () => skip(-5_000), whyNot },
  { keys: ['shift-→'], does: 'a tenth on', run: () => skip(durationMs() / 10), whyNot },
  { keys: ['shift-←'], does: 'a tenth back', run: () => skip(-durationMs() / 10), whyNot },
  ...Array.from({ length: 10 }, (_, tenth) => ({
    keys: [String(tenth)],
    does: `${tenth} tenths`,
    run: () => goToShare(tenth / 10),
    whyNot,
  })),
  {
    keys: ['/'],
    does: 'search the terminal',
    run: () => {
      soughtText.value ??= ''
    },
    whyNot,
  },
  { keys: ['n'], does: 'next hit', run: () => goToHit(1), whyNot: whyNoHit },
  { keys: ['N'], does: 'hit before', run: () => goToHit(-1), whyNot: whyNoHit },
]
