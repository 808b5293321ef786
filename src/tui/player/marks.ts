/** What the markers of a recording are on the bar: signs, colours, and which of several counts. */
import type { Marker } from '../../review/playback/playback.ts'
import type { ScreenStyle } from '../line.ts'

export interface MarkSign {
  sign: string
  style: ScreenStyle
  /** The higher one is shown where two fall into one column. */
  weight: number
}

const CALL: MarkSign = { sign: '·', style: 'dim', weight: 1 }
const REFUSED: MarkSign = { sign: '⊘', style: 'warning', weight: 2 }
const WARNING: MarkSign = { sign: '▲', style: 'warning', weight: 3 }
const DANGER: MarkSign = { sign: '✖', style: 'danger', weight: 4 }
/** From here on a mark stands on the bar even where it has no row for marks. */
export const FINDING_WEIGHT = REFUSED.weight

/** Whether it begins a chapter, and is no mark besides. */
export function isChapter({ kind }: Marker): boolean {
  return kind === 'prompt'
}

export function isMark(marker: Marker): boolean {
  return marker.kind !== 'gap'
}

/** Returns undefined for what is no mark: a gap is a stretch, a chapter has a row of its own. */
export function markSign(marker: Marker): MarkSign | undefined {
  if (marker.risk === 'danger') return DANGER
  if (marker.risk === 'warning') return WARNING
  if (marker.kind === 'refusal') return REFUSED
  return marker.kind === 'gap' || isChapter(marker) ? undefined : CALL
}

/** Whether it is more than a call. */
export function isFinding(marker: Marker): boolean {
  return (markSign(marker)?.weight ?? 0) >= FINDING_WEIGHT
}

/** Times closer than this are one place. */
const SAME_MS = 1

/** Returns the time of the next mark after a time, or of the last before it. */
export function markFrom(
  markers: readonly Marker[],
  timeMs: number,
  step: 1 | -1,
): number | undefined {
  return step === 1
    ? markers.find((one) => one.timeMs > timeMs + SAME_MS)?.timeMs
    : markers.findLast((one) => one.timeMs < timeMs - SAME_MS)?.timeMs
}

export function chapterFrom(
  markers: readonly Marker[],
  timeMs: number,
  step: 1 | -1,
): number | undefined {
  return markFrom(markers.filter(isChapter), timeMs, step)
}

/** Returns the last marker that is a step of the session, or may be named, at or before a time. */
export function markerAt(markers: readonly Marker[], timeMs: number): Marker | undefined {
  const isNamed = (one: Marker) => isMark(one) && one.kind !== 'resize'
  return markers.findLast((one) => one.timeMs <= timeMs + SAME_MS && isNamed(one))
}
