/** The only writer to standard output and standard error. stdout is data, stderr is talk. */
export interface Output {
  /** Whether `--json` was given: then only `json` may write to stdout. */
  readonly isJson: boolean
  /** Width of the terminal, 80 when it is none. */
  readonly columns: number
  /** Styles text for stdout; returns it unchanged when colour is off. */
  readonly style: Style
  /** Writes one line of data. The caller has made it safe with `showText`, `showPath` or `showBlock`. */
  line(text?: string): void
  /** Writes one JSON value on a line of its own. */
  json(value: unknown): void
  /** Writes bytes as they are, for data that is not text. */
  bytes(content: Uint8Array): void
  /** Says something about the work on stderr. */
  talk(text: string): void
  /** Says on stderr, once a line, that something is not as it should be. */
  warn(text: string): void
  /** Shows how far long work is, on a terminal only; `undefined` wipes the line. */
  progress(text: string | undefined): void
  /** From here on, lines go through the pager when stdout is a terminal and they fill the screen. */
  page(): void
}

export type StyleName =
  | 'added'
  | 'removed'
  | 'modified'
  | 'renamed'
  | 'dim'
  | 'bold'
  | 'warning'
  | 'heading'

export type Style = (name: StyleName, text: string) => string
