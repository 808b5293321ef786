/** The keys of the player as data: what is pressed, what it says in the help, and what of it stands in the last row. */
import type { Key } from '../screen.ts'
import { isChapter } from './marks.ts'
import { type Player, type PlayerAct, timeOf } from './player.ts'
import { gapAt, type Tape } from './tape.ts'

/** What needs more than the player itself: it is done by whoever runs it. */
export type Errand =
  | 'close'
  | 'back'
  | 'diff'
  | 'open'
  | 'undo'
  | 'copy'
  | 'copy-command'
  | 'copy-screen'
  | 'find-all'

/** What is known besides when a key is pressed. */
export interface Situation {
  player: Player
  tape: Tape
  nowMs: number
  /** Whether there are steps of a session to show. */
  hasSteps: boolean
  /** What the player was opened from, e.g. `list`. */
  openedFrom: string | undefined
  /** Whether the terminal is smaller than the recorded screen. */
  isSmaller: boolean
}

export interface Binding {
  keys: Readonly<Record<Key, PlayerAct | Errand>>
  /** How the keys are written. */
  shown: string
  does: string
  /** Returns why nothing would happen. */
  whyNot?(situation: Situation): string | undefined
}

export type Hint = readonly [keys: string, does: string]

const hasNoMarks = ({ tape }: Situation) =>
  tape.markers.length === 0 ? 'this recording has no marks' : undefined
const hasNoSteps = ({ hasSteps }: Situation) =>
  hasSteps ? undefined : 'no steps of an agent are known of this recording'
const hasNoHits = ({ player: { search } }: Situation) => {
  if (!search) return 'nothing is searched for: press / first'
  if (!search.hits) return 'still searching'
  return search.hits.length === 0 ? `nothing has '${search.text}'` : undefined
}

export const BINDINGS: readonly Binding[] = [
  { keys: { ' ': 'play' }, shown: 'Space', does: 'play, pause; at the end, from the start' },
  { keys: { '.': 'frame-on', ',': 'frame-back' }, shown: '. ,', does: 'one frame on, back' },
  {
    keys: { left: 'seconds-back', h: 'seconds-back', right: 'seconds-on', l: 'seconds-on' },
    shown: '← →',
    does: 'five seconds back, on; over a gap at once',
  },
  {
    keys: { 'shift-left': 'tenth-back', 'shift-right': 'tenth-on' },
    shown: 'Shift ← →',
    does: 'a tenth back, on',
  },
  {
    keys: { '[': 'mark-back', ']': 'mark-on' },
    shown: '[ ]',
    does: 'mark before, after: calls, findings, snapshots, and those of the recording',
    whyNot: hasNoMarks,
  },
  {
    keys: { '{': 'turn-back', '}': 'turn-on' },
    shown: '{ }',
    does: 'turn before, after: each prompt begins one',
    whyNot: ({ tape }) =>
      tape.markers.some(isChapter) ? undefined : 'this recording has no turns',
  },
  {
    keys: Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [String(n), `tenth-${n}` as const]),
    ),
    shown: '0-9',
    does: 'so many tenths from the start',
  },
  { keys: { g: 'start', home: 'start' }, shown: 'g', does: 'the start' },
  {
    keys: { G: 'end', end: 'end' },
    shown: 'G',
    does: 'the end; of one that goes on, and stays there',
  },
  { keys: { t: 'time' }, shown: 't', does: 'go to a time: 14:32, +5m, 90%, end' },
  { keys: { '<': 'slower', '>': 'faster' }, shown: '< >', does: 'slower, faster' },
  { keys: { i: 'idle' }, shown: 'i', does: 'cut long pauses, or play them' },
  { keys: { '/': 'search' }, shown: '/', does: 'search what was on screen' },
  {
    keys: { n: 'hit-on', N: 'hit-back' },
    shown: 'n N',
    does: 'next, previous hit',
    whyNot: hasNoHits,
  },
  {
    keys: { F: 'find-all' },
    shown: 'F',
    does: 'the same words in all that is recorded',
    whyNot: ({ player: { search } }) =>
      search ? undefined : 'nothing is searched for: press / first',
  },
  { keys: { e: 'event' }, shown: 'e', does: 'the step of this moment', whyNot: hasNoSteps },
  { keys: { d: 'diff' }, shown: 'd', does: 'what it changed', whyNot: hasNoSteps },
  { keys: { enter: 'open' }, shown: 'Enter', does: 'all of the step', whyNot: hasNoSteps },
  {
    keys: { u: 'undo' },
    shown: 'u',
    does: 'the plan that takes its changes back',
    whyNot: hasNoSteps,
  },
  {
    keys: { z: 'follow-cursor' },
    shown: 'z',
    does: 'follow the cursor of a larger recording',
    whyNot: ({ isSmaller }) => (isSmaller ? undefined : 'all of the recording is seen'),
  },
  {
    keys: { H: 'window-left', L: 'window-right', J: 'window-down', K: 'window-up' },
    shown: 'H L J K',
    does: 'move over a larger recording',
    whyNot: ({ isSmaller }) => (isSmaller ? undefined : 'all of the recording is seen'),
  },
  {
    keys: { y: 'copy', Y: 'copy-command' },
    shown: 'y Y',
    does: 'copy the name of this moment, the command that opens it',
  },
  { keys: { v: 'copy-screen' }, shown: 'v', does: 'copy the text of the screen' },
  {
    keys: { p: 'back' },
    shown: 'p',
    does: 'back to where it was opened from',
    whyNot: ({ openedFrom }) => (openedFrom ? undefined : 'it was not opened from a list'),
  },
  {
    keys: {
      j: 'pane-down',
      down: 'pane-down',
      'wheel-down': 'pane-down',
      k: 'pane-up',
      up: 'pane-up',
      'wheel-up': 'pane-up',
    },
    shown: 'j k ↓ ↑',
    does: 'scroll what is open over the picture',
  },
  { keys: { '?': 'keys' }, shown: '?', does: 'these keys' },
  {
    keys: { escape: 'let-go' },
    shown: 'Esc',
    does: 'let go of what is open or searched for; else close',
  },
  { keys: { q: 'close' }, shown: 'q', does: 'close' },
]

export function bindingOf(key: Key): { binding: Binding; does: PlayerAct | Errand } | undefined {
  const binding = BINDINGS.find(({ keys }) => Object.hasOwn(keys, key))
  return binding && { binding, does: binding.keys[key]! }
}

/** What stands in the last row, most wanted first; `?` is added where there is room. */
export function hintsFor(situation: Situation): readonly Hint[] {
  const { player, tape, nowMs, hasSteps, openedFrom, isSmaller } = situation
  const steps: Hint[] = hasSteps
    ? [
        ['e', 'event'],
        ['d', 'diff'],
      ]
    : []
  if (player.line)
    return [
      ['Enter', 'go there'],
      ['Esc', 'let go'],
    ]
  if (player.pane === 'keys')
    return [
      ['Esc', 'close'],
      ['Space', 'play'],
    ]
  if (player.pane === 'event') {
    const back: Hint[] = openedFrom ? [['p', `back to the ${openedFrom}`]] : []
    return [['Space', 'play'], ['[ ]', 'mark'], ['d', 'diff'], ...back, ['Esc', 'close']]
  }
  if (player.search) {
    return [
      ['n N', 'next, previous'],
      ['/', 'other words'],
      ['F', 'find all over'],
      ['Space', 'play'],
      ['Esc', 'let go'],
    ]
  }
  const mark: Hint[] = tape.markers.length > 0 ? [['[ ]', 'mark']] : []
  if (gapAt(tape, timeOf(player, tape, nowMs))) {
    const space: Hint = ['Space', player.phase === 'playing' ? 'pause' : 'play']
    const meanwhile: Hint[] = hasSteps ? [['e', 'steps meanwhile']] : []
    return [['→', 'over it'], ...mark, ...meanwhile, space, ['q', 'close']]
  }
  if (tape.isLive) {
    return [['←', 'look back'], ['G', 'to the end'], ['/', 'search'], ...steps, ['q', 'close']]
  }
  const space: Hint = ['Space', player.phase === 'playing' ? 'pause' : 'play']
  if (isSmaller) {
    return [['H L J K', 'move the window'], ['z', 'follow the cursor'], space, ['q', 'close']]
  }
  const turn: Hint[] = tape.markers.some(isChapter) ? [['{ }', 'turn']] : []
  return [
    space,
    ['. ,', 'frame'],
    ['← →', '5 s'],
    ...mark,
    ...turn,
    ['/', 'search'],
    ...steps,
    ['t', 'time'],
    ['< >', 'speed'],
    ['i', 'idle'],
    ['q', 'close'],
  ]
}
