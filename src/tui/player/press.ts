/** What a key does: to what is being typed, or by what it is bound to. */
import { findTimeInRecording } from '../../review/playback/time-in-recording.ts'
import type { Key } from '../screen.ts'
import { bindingOf, type Errand, type Situation } from './bindings.ts'
import {
  act,
  goTo,
  lookFor,
  type Player,
  type PlayerAct,
  type PlayerContext,
  say,
  timeOf,
} from './player.ts'

export interface Pressed {
  player: Player
  /** What is to be done outside the player. */
  errand?: Errand | undefined
  /** A text that is to be looked for now. */
  find?: string | undefined
}

const ERRANDS: readonly string[] = [
  'close',
  'back',
  'diff',
  'open',
  'undo',
  'copy',
  'copy-command',
  'copy-screen',
  'find-all',
] satisfies Errand[]

export function press(key: Key, situation: Situation, context: PlayerContext): Pressed {
  const player = { ...situation.player, notice: undefined, pressedMs: context.nowMs }
  if (player.line) return type(player, key, context)
  const bound = bindingOf(key)
  if (!bound) return { player }
  const { binding, does } = bound
  const whyNot = binding.whyNot?.({ ...situation, player })
  if (whyNot !== undefined) return { player: say(player, whyNot) }
  const hasNothingOpen = player.pane === 'none' && !player.search
  if (does === 'let-go' && hasNothingOpen) return { player, errand: 'close' }
  if (isErrand(does)) return { player, errand: does }
  return { player: act(player, does, context) }
}

function isErrand(does: PlayerAct | Errand): does is Errand {
  return ERRANDS.includes(does)
}

function type(player: Player, key: Key, context: PlayerContext): Pressed {
  const line = player.line!
  if (key === 'escape') return { player: act(player, 'let-go', context) }
  if (key === 'enter') return finishLine(player, context)
  if (key === 'backspace' && line.text === '') return { player: act(player, 'let-go', context) }
  const text = typed(line.text, key)
  if (text === line.text) return { player }
  const next = { ...player, line: { ...line, text } }
  if (line.asks === 'time') return { player: next }
  const originMs = player.search?.originMs ?? timeOf(player, context.tape, context.nowMs)
  return { player: lookFor(next, text, originMs), find: text === '' ? undefined : text }
}

function typed(text: string, key: Key): string {
  if (key === 'backspace') return [...text].slice(0, -1).join('')
  if (key === 'ctrl-u') return ''
  return [...key].length === 1 ? text + key : text
}

function finishLine(player: Player, { tape, nowMs }: PlayerContext): Pressed {
  const { asks, text } = player.line!
  const done = { ...player, line: undefined }
  if (asks === 'search' || text.trim() === '') return { player: done }
  const timeMs = findTimeInRecording(text, tape)
  if (timeMs !== undefined) return { player: goTo(done, tape, timeMs, nowMs) }
  return { player: say(done, `'${text}' is no time: try 14:32, +5m, 90% or end`) }
}
