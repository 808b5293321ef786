/** What the player has done for it: by the session it plays, by other screens, by the clipboard. */
import type { Marker } from '../../review/playback/playback.ts'
import type { Pane } from './scene.ts'

export interface Deeds {
  /** Whether there are steps of a session to show. */
  readonly hasSteps: boolean
  /** What it was opened from, e.g. `list`. */
  readonly openedFrom?: string | undefined
  /** Returns what the box says of a step; read at most once for each. */
  pane(marker: Marker): Promise<Pane>
  /** Opens a screen on the terminal, which is free by then, and returns when it is left. */
  open(what: 'diff' | 'open' | 'undo', marker: Marker): Promise<void>
  /** Opens the list of all places where a text was recorded. */
  findAll(text: string): Promise<void>
  /** Names a moment as the command line takes it, alone or with the command that opens it. */
  nameOf(timeMs: number, isCommand: boolean): string
}
