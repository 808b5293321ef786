/** What the screens can have done that is not reading: by the commands of flightrec and by the user's programs. */
export interface CommandLine {
  text: string
  isWarning: boolean
}

export interface CommandAnswer {
  lines: CommandLine[]
  exitCode: number
}

/** What is to be played: a step of a session, or whatever was recorded at a time. */
export type Played =
  | { session: string; seq: number }
  | { timeMs: number; session?: string | undefined }

export interface Outside {
  /** Runs a command of flightrec, given as on the command line, and returns what it says. */
  command(
    argv: readonly string[],
    onProgress: (text: string | undefined) => void,
  ): Promise<CommandAnswer>
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
