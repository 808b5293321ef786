/** The whole session in 40 pixels, with the window that the lanes show: dragged, drawn anew, resized. */

import { useMemo, useRef, useState } from 'preact/hooks'
import type { StripAnswer } from '../../api/strip.ts'
import type { WindowSpan } from '../state/strip-window.ts'
import { clockText } from '../state/time-text.ts'
import { Canvas } from './canvas.tsx'
import { type Drag, dragListeners } from './drag.ts'
import { drawOverview, OVERVIEW_HEIGHT } from './draw-strip.ts'
import { clamped, isWhole, lengthOf, panned, timeAt, xOf } from './scale.ts'

interface OverviewProps {
  strip: StripAnswer | undefined
  whole: WindowSpan
  window: WindowSpan
  cursorMs: number | undefined
  label: string
  /** `isDone` when it is let go of. */
  onWindow(window: WindowSpan, isDone: boolean): void
}

type Grip = { part: 'left' | 'right' | 'middle' | 'new'; window: WindowSpan }

const EDGE_PIXELS = 7
/** By which share of the window the arrows move it. */
const KEY_SHARES: Readonly<Record<string, number>> = { ArrowLeft: -0.1, ArrowRight: 0.1 }

export function Overview(props: OverviewProps) {
  const { strip, whole, window, cursorMs, label, onWindow } = props
  const [width, setWidth] = useState(0)
  const latest = useRef({ ...props, width })
  latest.current = { ...props, width }
  const listeners = useMemo(() => dragOver(() => latest.current), [])
  const [left, right] = [xOf(window.fromMs, whole, width), xOf(window.toMs, whole, width)]
  return (
    <div class="strip-overview">
      <span class="strip-label faint">{label}</span>
      <div
        class="strip-area"
        role="slider"
        tabIndex={0}
        aria-label="Window"
        aria-valuemin={0}
        aria-valuemax={Math.round(lengthOf(whole))}
        aria-valuenow={Math.round(window.fromMs - whole.fromMs)}
        aria-valuetext={`${clockText(window.fromMs)} to ${clockText(window.toMs)}`}
        {...listeners}
        onKeyDown={(event) => {
          const by = KEY_SHARES[event.key]
          if (by === undefined) return
          event.stopPropagation()
          event.preventDefault()
          onWindow(panned(window, whole, by * lengthOf(window)), true)
        }}
        onDblClick={() => onWindow(whole, true)}
        style={{ height: `${OVERVIEW_HEIGHT}px` }}
      >
        <Canvas
          height={OVERVIEW_HEIGHT}
          draw={(brush, wide) => strip && drawOverview(brush, strip, wide)}
          onWidth={setWidth}
        />
        <div class="strip-outside" style={{ left: 0, width: `${Math.max(0, left)}px` }} />
        <div class="strip-outside" style={{ left: `${right}px`, right: 0 }} />
        <div
          class="strip-window"
          data-whole={isWhole(window, whole)}
          style={{ left: `${left}px`, width: `${Math.max(4, right - left)}px` }}
        />
        {cursorMs !== undefined && cursorMs >= whole.fromMs && cursorMs <= whole.toMs && (
          <div class="strip-cursor" style={{ left: `${xOf(cursorMs, whole, width)}px` }} />
        )}
      </div>
    </div>
  )
}

function dragOver(now: () => OverviewProps & { width: number }) {
  return dragListeners<Grip>({
    begin: (x) => ({ part: partAt(x, now()), window: now().window }),
    move: (grip, drag) => now().onWindow(draggedTo(grip, drag, now()), false),
    end: (grip, drag) => {
      if (drag.isMoved) now().onWindow(draggedTo(grip, drag, now()), true)
    },
  })
}

function partAt(x: number, { window, whole, width }: OverviewProps & { width: number }) {
  const [left, right] = [xOf(window.fromMs, whole, width), xOf(window.toMs, whole, width)]
  if (isWhole(window, whole)) {
    if (x < EDGE_PIXELS) return 'left'
    return x > width - EDGE_PIXELS ? 'right' : 'new'
  }
  if (Math.abs(x - left) <= EDGE_PIXELS) return 'left'
  if (Math.abs(x - right) <= EDGE_PIXELS) return 'right'
  return x > left && x < right ? 'middle' : 'new'
}

function draggedTo(
  { part, window }: Grip,
  { startX, x }: Drag,
  { whole, width }: OverviewProps & { width: number },
): WindowSpan {
  const byMs = ((x - startX) / Math.max(1, width)) * lengthOf(whole)
  if (part === 'middle') return panned(window, whole, byMs)
  if (part === 'left')
    return clamped({ ...window, fromMs: Math.min(window.fromMs + byMs, window.toMs) }, whole)
  if (part === 'right')
    return clamped({ ...window, toMs: Math.max(window.toMs + byMs, window.fromMs) }, whole)
  return drawnSpan(timeAt(startX, whole, width), timeAt(x, whole, width), whole)
}

/** Returns the window between two moments, in whichever order. */
export function drawnSpan(oneMs: number, otherMs: number, whole: WindowSpan): WindowSpan {
  return clamped({ fromMs: Math.min(oneMs, otherMs), toMs: Math.max(oneMs, otherMs) }, whole)
}
