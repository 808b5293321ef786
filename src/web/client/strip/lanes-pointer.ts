/** What pointer, wheel and arrows do on the lanes: choose, move the moment along the ruler, draw a window, zoom. */

import type { SentLane, StripAnswer } from '../../api/strip.ts'
import type { WindowSpan } from '../state/strip-window.ts'
import { dragListeners } from './drag.ts'
import { RULER_HEIGHT } from './draw-strip.ts'
import { placesWithin } from './laid-marks.ts'
import { LANE_HEIGHT } from './lane-brush.ts'
import { clamped, lengthOf, panned, timeAt, zoomed } from './scale.ts'

/** A mark that was clicked at. */
export interface ChosenMark {
  lane: SentLane
  place: number
  timeMs: number
}

export interface LanesPointer {
  whole: WindowSpan
  window: WindowSpan
  strip: StripAnswer | undefined
  lanes: readonly SentLane[]
  width: number
  cursorMs: number | undefined
  onWindow(window: WindowSpan, isDone: boolean): void
  onMoment(timeMs: number, isDone: boolean): void
  onMark(mark: ChosenMark): void
  onArrow(by: -1 | 1): void
}

/** How near a click must be to a mark. */
const NEAR_PIXELS = 6
const ZOOM_A_NOTCH = 1.25
const TENTH = 10

export function lanesPointer(now: () => LanesPointer, showGhost: (timeMs?: number) => void) {
  const at = (x: number) => timeAt(x, now().window, now().width)
  const drags = dragListeners<{ isRuler: boolean; window: WindowSpan }>({
    begin: (_, y) => ({ isRuler: y < RULER_HEIGHT, window: now().window }),
    move: ({ isRuler }, { x }) => {
      if (isRuler) now().onMoment(at(x), false)
      else showGhost(at(x))
    },
    end: ({ isRuler }, { startX, x, isMoved }, y) => {
      const { whole, onWindow, onMoment, onMark } = now()
      if (!isMoved) {
        const mark = markAt(now(), x, y)
        if (mark) onMark(mark)
        else onMoment(at(x), true)
      } else if (isRuler) onMoment(at(x), true)
      else {
        const [one, other] = [at(startX), at(x)]
        const drawn = { fromMs: Math.min(one, other), toMs: Math.max(one, other) }
        onWindow(clamped(drawn, whole), true)
      }
    },
  })
  return {
    ...drags,
    onPointerMove(event: PointerEvent & { currentTarget: HTMLElement }) {
      const { left } = event.currentTarget.getBoundingClientRect()
      showGhost(at(event.clientX - left))
      drags.onPointerMove(event)
    },
    onPointerLeave() {
      showGhost(undefined)
    },
    onWheel(event: WheelEvent & { currentTarget: HTMLElement }) {
      event.preventDefault()
      const { whole, window, width, onWindow } = now()
      const { left } = event.currentTarget.getBoundingClientRect()
      const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
      const by = event.shiftKey ? event.deltaY : event.deltaX
      if (isPan) onWindow(panned(window, whole, (by / Math.max(1, width)) * lengthOf(window)), true)
      else {
        const factor = event.deltaY > 0 ? ZOOM_A_NOTCH : 1 / ZOOM_A_NOTCH
        onWindow(zoomed(window, whole, factor, at(event.clientX - left)), true)
      }
    },
    onDblClick() {
      now().onWindow(now().whole, true)
    },
    onKeyDown(event: KeyboardEvent) {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined
      if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      const { window, cursorMs = window.fromMs, onArrow, onMoment } = now()
      if (event.shiftKey) onMoment(cursorMs + (by * lengthOf(window)) / TENTH, true)
      else onArrow(by)
    },
  }
}

/** Returns the mark at a point, the nearest one; undefined when none is near. */
function markAt(
  { strip, lanes, window, width }: LanesPointer,
  x: number,
  y: number,
): ChosenMark | undefined {
  const lane = lanes[Math.floor((y - RULER_HEIGHT) / LANE_HEIGHT)]
  if (!strip || !lane) return undefined
  const { marks } = lane
  const margin = (NEAR_PIXELS / Math.max(1, width)) * lengthOf(window)
  const timeMs = timeAt(x, window, width) - strip.from
  const [start, end] = placesWithin(marks, timeMs - margin, timeMs + margin)
  let best: { place: number; distance: number } | undefined
  for (let place = start; place < end; place += 1) {
    const [from, to] = [marks.at[place]!, marks.at[place]! + marks.length[place]!]
    const distance = timeMs < from ? from - timeMs : Math.max(0, timeMs - to)
    // Of those that are equally near the later one lies above.
    if (distance <= margin && (!best || distance <= best.distance)) best = { place, distance }
  }
  return best && { lane, place: best.place, timeMs: strip.from + marks.at[best.place]! }
}
