/** The edge between two panes: dragged with the pointer, moved with the arrows. */
import { useRef } from 'preact/hooks'

interface EdgeProps {
  of: 'steps' | 'moment'
  width: number
  /** By how many pixels to the right it went; `isDone` when it is let go of. */
  onDrag(by: number, isDone: boolean): void
}

const KEY_PIXELS: Readonly<Record<string, number>> = { ArrowLeft: -16, ArrowRight: 16 }

export function Edge({ of, width, onDrag }: EdgeProps) {
  const at = useRef<number | undefined>(undefined)
  return (
    <hr
      class={`edge edge-${of}`}
      aria-orientation="vertical"
      aria-label={`width of ${of}`}
      aria-valuenow={Math.round(width)}
      tabIndex={0}
      onPointerDown={(event) => {
        at.current = event.clientX
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={({ clientX }) => {
        if (at.current === undefined) return
        const by = clientX - at.current
        at.current = clientX
        onDrag(by, false)
      }}
      onPointerUp={() => {
        at.current = undefined
        onDrag(0, true)
      }}
      onKeyDown={(event) => {
        const by = KEY_PIXELS[event.key]
        if (by === undefined) return
        event.stopPropagation()
        onDrag(by, true)
      }}
    />
  )
}
