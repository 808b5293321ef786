/** What every screen offers to the desk, which shows one of them at a time. */
import type { Line } from './line.ts'

export interface Size {
  columns: number
  rows: number
}

/**
 * A key as screens see it: a character, or the name of a key that types none (`up`, `enter`, `ctrl-d`,
 * `wheel-down`, …).
 */
export type Key = string

export interface Screen {
  /** What stands at the top, after the screens below. */
  readonly title: string
  /** What can be pressed here, for the last row: key and what it does. */
  readonly hints: readonly (readonly [key: string, does: string])[]
  /** Whether that on which keys would act is not there yet; they wait until it has been read. */
  readonly isUnread?: boolean
  /** Returns exactly what there is to see, at most `size.rows` lines. */
  lines(size: Size): Line[]
  /** Returns whether the key meant something here. */
  press(key: Key): boolean
  /** A mouse click on a row of `lines`. */
  click?(row: number): void
  /** Looks whether there is something new. */
  refresh?(): void
  /** Reads again what is shown. */
  reload?(): void
  /** Called once, when it is left. */
  close?(): void
}
