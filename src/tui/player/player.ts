/** The player as a machine: what it is doing, and what each act makes of that. Times are handed in. */
import type { TextHit } from '../../review/playback/playback.ts'
import { chapterFrom, isMark, markFrom } from './marks.ts'
import { type Pace, timeAfter } from './play-clock.ts'
import { gapAt, type Tape, TRUE_CLOCK } from './tape.ts'
import { FOLLOWING, moveWindow, type View, type Window } from './window.ts'

/**
 * `following` is at the end of what is still being recorded, and stays there; `ended` has played what there is, or all
 * there will be.
 */
export type Phase = 'paused' | 'playing' | 'following' | 'ended'

export interface Player {
  readonly phase: Phase
  /** Time of the recording at `sinceMs`; while it plays, it goes on from there. */
  readonly fromMs: number
  /** On a clock that never steps. */
  readonly sinceMs: number
  readonly speed: number
  readonly cutsIdle: boolean
  readonly pane: 'none' | 'event' | 'keys'
  /** How many rows of the pane are scrolled out above. */
  readonly paneTop: number
  /** What is being typed. */
  readonly line?: { asks: 'search' | 'time'; text: string } | undefined
  readonly search?: TextSearch | undefined
  readonly window: Window
  /** When a key was pressed last. */
  readonly pressedMs: number
  /** Said until the next key. */
  readonly notice?: string | undefined
}

export interface TextSearch {
  text: string
  /** Where it began: the first hit is looked for from there. */
  originMs: number
  /** Undefined until they are found. */
  hits?: readonly TextHit[] | undefined
  /** Which of them is meant. */
  at: number
}

/** What an act needs to know besides. */
export interface PlayerContext {
  tape: Tape
  nowMs: number
  view: View
}

const MOVES = {
  'seconds-back': -5_000,
  'seconds-on': 5_000,
} as const
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32]
const TENTH = 0.1

type WindowMove = 'window-left' | 'window-right' | 'window-down' | 'window-up'

/** What can be done without looking beyond the player. */
export type PlayerAct =
  | 'play'
  | 'frame-on'
  | 'frame-back'
  | keyof typeof MOVES
  | 'tenth-on'
  | 'tenth-back'
  | 'mark-on'
  | 'mark-back'
  | 'turn-on'
  | 'turn-back'
  | `tenth-${number}`
  | 'start'
  | 'end'
  | 'faster'
  | 'slower'
  | 'idle'
  | 'search'
  | 'time'
  | 'hit-on'
  | 'hit-back'
  | 'event'
  | 'keys'
  | 'follow-cursor'
  | 'let-go'
  | 'pane-down'
  | 'pane-up'
  | WindowMove

export interface Beginning {
  timeMs: number
  speed: number
  cutsIdle: boolean
  phase: Phase
  nowMs: number
}

export function begin({ timeMs, speed, cutsIdle, phase, nowMs }: Beginning): Player {
  return {
    phase,
    fromMs: timeMs,
    sinceMs: nowMs,
    speed,
    cutsIdle,
    pane: 'none',
    paneTop: 0,
    window: FOLLOWING,
    pressedMs: nowMs,
  }
}

export function clockOf(player: Player, tape: Tape) {
  return player.cutsIdle ? tape.cutClock : TRUE_CLOCK
}

export function paceOf(player: Player, tape: Tape): Pace {
  const { speed } = player
  return { clock: clockOf(player, tape), gaps: tape.gaps, speed, endMs: tape.durationMs }
}

/** Returns where it is in the recording. */
export function timeOf(player: Player, tape: Tape, nowMs: number): number {
  if (player.phase === 'following') return tape.durationMs
  if (player.phase !== 'playing') return Math.min(player.fromMs, tape.durationMs)
  return timeAfter(paceOf(player, tape), player.fromMs, Math.max(0, nowMs - player.sinceMs))
}

/** Returns what has become of it by itself: it comes to an end, or to the end of what is being recorded. */
export function tick(player: Player, tape: Tape, nowMs: number): Player {
  const { phase } = player
  const isAtEnd = phase === 'playing' && timeOf(player, tape, nowMs) >= tape.durationMs
  if (phase === 'following' ? !tape.isLive : isAtEnd) {
    const next = tape.isLive ? 'following' : 'ended'
    return { ...player, phase: next, fromMs: tape.durationMs, sinceMs: nowMs }
  }
  return player
}

/** Goes to a time; what plays goes on from there, and what followed the end leaves it. */
export function goTo(player: Player, tape: Tape, timeMs: number, nowMs: number): Player {
  const to = Math.max(0, Math.min(timeMs, tape.durationMs))
  const left = player.phase === 'following' ? 'playing' : 'paused'
  const phase = player.phase === 'playing' ? 'playing' : left
  return { ...player, phase, fromMs: to, sinceMs: nowMs }
}

/** Holds it where it is. */
export function hold(player: Player, tape: Tape, nowMs: number): Player {
  const fromMs = timeOf(player, tape, nowMs)
  return { ...player, phase: 'paused', fromMs, sinceMs: nowMs }
}

export function say(player: Player, notice: string): Player {
  return { ...player, notice }
}

export function act(player: Player, what: PlayerAct, context: PlayerContext): Player {
  const { tape, nowMs, view } = context
  const at = timeOf(player, tape, nowMs)
  const to = (timeMs: number) => goTo(player, tape, timeMs, nowMs)
  if (what === 'seconds-back' || what === 'seconds-on') return moveSeconds(player, what, context)
  if (what.startsWith('tenth-')) return to(timeOfTenth(player, tape, what.slice(6), at))
  if (what.startsWith('window-'))
    return { ...player, window: moveWindow(player.window, what, view) }
  switch (what) {
    case 'play':
      return togglePlay(player, context)
    case 'frame-on':
    case 'frame-back':
      return stepFrame(player, what, context)
    case 'mark-on':
    case 'mark-back':
      return jump(player, context, markFrom(tape.markers, at, what === 'mark-on' ? 1 : -1))
    case 'turn-on':
    case 'turn-back':
      return jump(player, context, chapterFrom(tape.markers, at, what === 'turn-on' ? 1 : -1))
    case 'start':
      return to(0)
    case 'end':
      return { ...to(tape.durationMs), phase: tape.isLive ? 'following' : 'ended' }
    case 'faster':
    case 'slower':
      return { ...held(player, context), speed: nextSpeed(player.speed, what) }
    case 'idle':
      return { ...held(player, context), cutsIdle: !player.cutsIdle }
    case 'hit-on':
    case 'hit-back':
      return stepHit(player, context, what === 'hit-on' ? 1 : -1)
    case 'pane-down':
    case 'pane-up':
      return scrollPane(player, what === 'pane-down' ? 1 : -1)
    case 'follow-cursor':
      return { ...player, window: FOLLOWING }
    default:
      return openOrClose(player, what, context)
  }
}

/** Lines, panes and hits are opened over what is held, so that it does not run away below them. */
function openOrClose(player: Player, what: PlayerAct, context: PlayerContext): Player {
  const { tape, nowMs } = context
  if (what === 'let-go') return letGo(player)
  const held = hold(player, tape, nowMs)
  if (what === 'search' || what === 'time') {
    return { ...held, pane: 'none', line: { asks: what, text: '' } }
  }
  const pane = what === 'event' ? 'event' : 'keys'
  return player.pane === pane ? { ...player, pane: 'none' } : { ...held, pane, paneTop: 0 }
}

function scrollPane(player: Player, step: 1 | -1): Player {
  if (player.pane === 'none') return say(player, 'nothing to scroll: , and . step through frames')
  return { ...player, paneTop: Math.max(0, player.paneTop + step) }
}

function letGo(player: Player): Player {
  if (player.line) return { ...player, line: undefined, search: undefined }
  if (player.pane !== 'none') return { ...player, pane: 'none' }
  return { ...player, search: undefined }
}

/** Goes on from here at another pace. */
function held(player: Player, { tape, nowMs }: PlayerContext): Player {
  return { ...player, fromMs: timeOf(player, tape, nowMs), sinceMs: nowMs }
}

function togglePlay(player: Player, { tape, nowMs }: PlayerContext): Player {
  const at = timeOf(player, tape, nowMs)
  const isOver = at >= tape.durationMs && !tape.isLive
  const plays = player.phase === 'playing' || player.phase === 'following'
  if (plays && !isOver) return hold(player, tape, nowMs)
  return { ...player, phase: 'playing', pane: 'none', fromMs: isOver ? 0 : at, sinceMs: nowMs }
}

function stepFrame(
  player: Player,
  what: 'frame-on' | 'frame-back',
  context: PlayerContext,
): Player {
  const { tape, nowMs } = context
  const at = timeOf(player, tape, nowMs)
  const next = what === 'frame-on' ? tape.frameAfter(at) : tape.frameBefore(at)
  const there = hold(player, tape, nowMs)
  if (next !== undefined) return { ...there, fromMs: next }
  return say(there, what === 'frame-on' ? 'this is the last frame' : 'this is the first frame')
}

/** Over a gap at once: nothing is to be seen in it. */
function moveSeconds(player: Player, what: keyof typeof MOVES, context: PlayerContext): Player {
  const { tape, nowMs } = context
  const at = timeOf(player, tape, nowMs)
  const gap = gapAt(tape, at)
  if (gap && what === 'seconds-on') return goTo(player, tape, gap.toMs, nowMs)
  const clock = clockOf(player, tape)
  return goTo(player, tape, clock.toTrue(clock.toPlayed(at) + MOVES[what]), nowMs)
}

/** `0` to `9` name a place on the bar; `on` and `back` go a tenth of it. */
function timeOfTenth(player: Player, tape: Tape, which: string, atMs: number): number {
  const clock = clockOf(player, tape)
  const whole = clock.toPlayed(tape.durationMs)
  const from = which === 'on' || which === 'back' ? clock.toPlayed(atMs) : 0
  const tenths = which === 'on' ? 1 : which === 'back' ? -1 : Number(which)
  return clock.toTrue(Math.max(0, Math.min(whole, from + whole * TENTH * tenths)))
}

function jump(player: Player, { tape, nowMs }: PlayerContext, to: number | undefined): Player {
  if (to !== undefined) return goTo(player, tape, to, nowMs)
  return say(player, tape.markers.some(isMark) ? 'no mark that way' : 'this recording has no marks')
}

function nextSpeed(speed: number, what: 'faster' | 'slower'): number {
  const next =
    what === 'faster' ? SPEEDS.find((one) => one > speed) : SPEEDS.findLast((one) => one < speed)
  return next ?? speed
}

function stepHit(player: Player, { tape, nowMs }: PlayerContext, step: 1 | -1): Player {
  const { search } = player
  const count = search?.hits?.length ?? 0
  if (!search?.hits || count === 0) return player
  const at = (search.at + step + count) % count
  return {
    ...hold(goTo(player, tape, search.hits[at]!.timeMs, nowMs), tape, nowMs),
    search: { ...search, at },
  }
}

/** Says what is looked for; what was found for other words counts no more. */
export function lookFor(player: Player, text: string, originMs: number): Player {
  return { ...player, search: text === '' ? undefined : { text, originMs, at: 0 } }
}

/** Takes what was found, unless other words are looked for by now, and goes to the first from where it began. */
export function found(
  player: Player,
  text: string,
  hits: readonly TextHit[],
  context: PlayerContext,
): Player {
  const { search } = player
  if (search?.text !== text) return player
  const first = hits.findIndex(({ timeMs }) => timeMs >= search.originMs)
  const at = Math.max(0, first)
  const kept = { ...player, search: { ...search, hits, at } }
  if (hits.length === 0) return kept
  const { tape, nowMs } = context
  return hold(goTo(kept, tape, hits[at]!.timeMs, nowMs), tape, nowMs)
}
