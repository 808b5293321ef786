/** A canvas that is drawn anew when it changes its size, the colours change, or what is drawn does. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { NextFrame, screenScale } from '../browser/frames.ts'
import { colorsChanged } from '../browser/token-colors.ts'
import type { Brush } from './draw-signs.ts'
import { brushOf } from './draw-strip.ts'

interface CanvasProps {
  height: number
  draw(brush: Brush, width: number): void
  onWidth?: (width: number) => void
}

export function Canvas({ height, draw, onWidth }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const latest = useRef(draw)
  latest.current = draw
  const [frame] = useState(
    () =>
      new NextFrame(() => {
        const brush = canvas.current && brushOf(canvas.current, screenScale())
        if (brush && canvas.current) latest.current(brush, canvas.current.clientWidth)
      }),
  )
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(() => {
      onWidth?.(canvas.current?.clientWidth ?? 0)
      frame.request()
    })
    watcher.observe(canvas.current!)
    return () => watcher.disconnect()
  }, [frame, onWidth])
  useEffect(() => colorsChanged.subscribe(() => frame.request()), [frame])
  useEffect(() => () => frame.end(), [frame])
  useEffect(() => frame.request())
  return <canvas ref={canvas} class="strip-canvas" style={{ height: `${height}px` }} aria-hidden />
}
