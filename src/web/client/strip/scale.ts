/** Time across pixels: where a moment stands, and how a window moves over the whole. */

import type { WindowSpan } from '../state/strip-window.ts'

/** No window is shorter. */
export const WINDOW_MIN_MS = 2_000

export function lengthOf({ fromMs, toMs }: WindowSpan): number {
  return toMs - fromMs
}

export function xOf(timeMs: number, span: WindowSpan, width: number): number {
  return ((timeMs - span.fromMs) / Math.max(1, lengthOf(span))) * width
}

export function timeAt(x: number, span: WindowSpan, width: number): number {
  return span.fromMs + (x / Math.max(1, width)) * lengthOf(span)
}

/** Returns a window that lies in the whole, moved rather than cut, and is not too short. */
export function clamped({ fromMs, toMs }: WindowSpan, whole: WindowSpan): WindowSpan {
  const shortest = Math.min(WINDOW_MIN_MS, lengthOf(whole))
  const length = Math.min(lengthOf(whole), Math.max(shortest, toMs - fromMs))
  const from = Math.min(Math.max(fromMs, whole.fromMs), whole.toMs - length)
  return { fromMs: from, toMs: from + length }
}

export function panned(window: WindowSpan, whole: WindowSpan, byMs: number): WindowSpan {
  return clamped({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs }, whole)
}

/** Longer by `factor`, or shorter; the moment `aroundMs` stays where it is. */
export function zoomed(
  window: WindowSpan,
  whole: WindowSpan,
  factor: number,
  aroundMs: number,
): WindowSpan {
  const length = Math.max(WINDOW_MIN_MS, lengthOf(window) * factor)
  const share = (aroundMs - window.fromMs) / Math.max(1, lengthOf(window))
  const fromMs = aroundMs - length * share
  return clamped({ fromMs, toMs: fromMs + length }, whole)
}

/** Moves a window by the least way, so that a moment is in it; it never zooms. */
export function reaching(window: WindowSpan, whole: WindowSpan, timeMs: number): WindowSpan {
  const margin = lengthOf(window) / 20
  if (timeMs < window.fromMs) return panned(window, whole, timeMs - margin - window.fromMs)
  if (timeMs > window.toMs) return panned(window, whole, timeMs + margin - window.toMs)
  return window
}

export function isWhole(window: WindowSpan, whole: WindowSpan): boolean {
  return window.fromMs <= whole.fromMs && window.toMs >= whole.toMs
}
