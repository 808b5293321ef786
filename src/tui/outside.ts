/** What the screens can have done that is not reading: acts on the root, and the user's programs. */
import type { ActWish, PerformedAct } from '../daemon/perform-act.ts'
import type { ShadowRepo } from '../store/home/shadow-repos.ts'

/** What is to be played: a step of a session, or whatever was recorded at a time. */
export type Played =
  | { session: string; seq: number }
  | { timeMs: number; session?: string | undefined }

export interface Outside {
  /** Restores or undoes, or plans to. */
  act(
    repo: ShadowRepo,
    wish: ActWish,
    onProgress: (text: string | undefined) => void,
  ): Promise<PerformedAct>
  /** Opens a file of the root in the user's editor. */
  edit(path: string): Promise<void>
  /** Shows a text in the user's pager. */
  page(text: string): Promise<void>
  /** Plays a recording, named as on the command line or found by a moment, until it is left. */
  play(what: Played): Promise<void>
  /** Stops the program until the shell goes on with it. */
  suspend(): Promise<void>
  /** Puts a text into the clipboard, as far as the terminal does that. */
  copy(text: string): void
}
