/** A drag with the pointer: where it began, where it is, and when it ends. */

export interface Drag {
  /** Pixels from the left edge of the element. */
  startX: number
  x: number
  /** Whether it went far enough to be no click. */
  isMoved: boolean
}

const CLICK_PIXELS = 3

interface DragHandlers<Start> {
  /** Returns what the drag is of; undefined for nothing. */
  begin(x: number, y: number): Start | undefined
  move(start: Start, drag: Drag): void
  end(start: Start, drag: Drag, y: number): void
}

/** Returns the listeners of an element that is dragged over. */
export function dragListeners<Start>({ begin, move, end }: DragHandlers<Start>) {
  let start: Start | undefined
  let drag: Drag | undefined
  const place = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  type Event = PointerEvent & { currentTarget: HTMLElement }
  return {
    onPointerDown(event: Event) {
      if (event.button !== 0) return
      const { x, y } = place(event)
      start = begin(x, y)
      if (start === undefined) return
      drag = { startX: x, x, isMoved: false }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: Event) {
      if (start === undefined || !drag) return
      drag.x = place(event).x
      drag.isMoved ||= Math.abs(drag.x - drag.startX) >= CLICK_PIXELS
      if (drag.isMoved) move(start, drag)
    },
    onPointerUp(event: Event) {
      if (start === undefined || !drag) return
      const [begun, done] = [start, drag]
      start = undefined
      drag = undefined
      end(begun, done, place(event).y)
    },
    onPointerCancel() {
      start = undefined
      drag = undefined
    },
  }
}
