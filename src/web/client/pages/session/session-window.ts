/** Zooms the window of the strip by key, around the moment. */
import { signal } from '@preact/signals'
import { cursor } from '../../state/cursor.ts'
import { showWindow, stripWindow, type WindowSpan } from '../../state/strip-window.ts'
import { isWhole, zoomed } from '../../strip/scale.ts'

/** The whole of the session; undefined until it is known. */
export const wholeSession = signal<WindowSpan | undefined>(undefined)

/** More than 1 shows more of it. */
export function zoomWindow(factor: number): void {
  const whole = wholeSession.value
  if (!whole) return
  const window = stripWindow.value ?? whole
  const middleMs = (window.fromMs + window.toMs) / 2
  const atMs = cursor.value?.timeMs ?? middleMs
  const aroundMs = atMs >= window.fromMs && atMs <= window.toMs ? atMs : middleMs
  const next = factor === Infinity ? whole : zoomed(window, whole, factor, aroundMs)
  showWindow(isWhole(next, whole) ? undefined : next)
}
