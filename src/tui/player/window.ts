/** The part of a recorded screen that a smaller terminal shows. */

export interface Window {
  /** Columns and rows of the recorded screen that are left out before it. */
  readonly left: number
  readonly top: number
  /** Whether it goes where the recorded cursor goes. */
  readonly isFollowing: boolean
}

/** The recorded screen, and the room there is for it. */
export interface View {
  columns: number
  rows: number
  recordedColumns: number
  recordedRows: number
}

export const FOLLOWING: Window = { left: 0, top: 0, isFollowing: true }

/** How far before the edge the cursor moves it. */
const AHEAD_COLUMNS = 2

export function moveWindow(window: Window, how: string, view: View): Window {
  const half = (whole: number) => Math.max(1, Math.floor(whole / 2))
  const [right, down] = {
    'window-left': [-1, 0],
    'window-right': [1, 0],
    'window-down': [0, 1],
    'window-up': [0, -1],
  }[how] ?? [0, 0]
  return withinScreen(
    {
      left: window.left + right! * half(view.columns),
      top: window.top + down! * half(view.rows),
      isFollowing: false,
    },
    view,
  )
}

/** Returns the window at rest, or half a window on where the cursor would leave it. */
export function settleWindow(
  window: Window,
  view: View,
  cursor: { row: number; column: number } | undefined,
): Window {
  if (!window.isFollowing || !cursor) return withinScreen(window, view)
  const left = followed(window.left, cursor.column, view.columns, AHEAD_COLUMNS)
  const top = followed(window.top, cursor.row, view.rows, 0)
  return withinScreen({ left, top, isFollowing: true }, view)
}

function followed(from: number, at: number, room: number, ahead: number): number {
  const margin = room > 4 * ahead ? ahead : 0
  // Where it begins at the first one there is nothing before it to look ahead to.
  const before = from === 0 ? 0 : margin
  if (at >= from + before && at + margin < from + room) return from
  const half = Math.max(1, Math.floor(room / 2))
  const missing = at < from + before ? at - margin - from : at + margin + 1 - from - room
  return from + Math.sign(missing) * Math.ceil(Math.abs(missing) / half) * half
}

function withinScreen(window: Window, view: View): Window {
  const within = (at: number, recorded: number, room: number) =>
    Math.max(0, Math.min(at, recorded - room))
  return {
    ...window,
    left: within(window.left, view.recordedColumns, view.columns),
    top: within(window.top, view.recordedRows, view.rows),
  }
}
