/** What is drawn: a frame of the recording, and what the player says of it. */
import type { Frame } from '../../review/playback/playback.ts'
import type { Line } from '../line.ts'
import type { Size } from '../screen.ts'
import type { Hint, Situation } from './bindings.ts'
import type { Player } from './player.ts'
import type { Tape } from './tape.ts'

export interface Scene {
  player: Player
  tape: Tape
  /** Time of the recording that is shown. */
  timeMs: number
  /** On a clock that never steps. */
  nowMs: number
  size: Size
  frame: Frame
  /** Pauses are played no longer; undefined when they are never cut. */
  idleLimitMs: number | undefined
  /** What is known when a key is pressed, but for the terminal's size. */
  situation: Omit<Situation, 'isSmaller'>
  /** What the open pane says, and the words of its frame. */
  pane?: Pane | undefined
  /** How much of the recording that goes on is not here yet. */
  behindMs?: number | undefined
  /** How the program ended, once that is known. */
  exit?: string | undefined
}

export interface Pane {
  title: Line
  lines(columns: number): readonly Line[]
  keys: readonly Hint[]
}
