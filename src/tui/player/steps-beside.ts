/** The steps, beside a recorded screen that leaves room for them: the moment's own is marked. */
import { showText } from '../../model/show.ts'
import { formatClock, formatElapsed } from '../../model/units.ts'
import { fillLine, type Line, span } from '../line.ts'
import { isFinding, isMark, markerAt, markSign } from './marks.ts'
import type { Patch } from './patched-row.ts'
import type { Scene } from './scene.ts'

const FROM_COLUMNS = 160
const LEAST_COLUMNS = 32

/** Returns one for each row from the top, as many as there are rows of the recorded screen. */
export function stepsBeside(
  { tape, timeMs, size, frame }: Scene,
  style: (line: Line) => string,
): Patch[] {
  const from = frame.columns + 2
  const columns = size.columns - from - 1
  const steps = tape.markers.filter(isMark)
  if (size.columns < FROM_COLUMNS || columns < LEAST_COLUMNS || steps.length === 0) return []
  const current = markerAt(steps, timeMs)
  const at = current ? steps.indexOf(current) : 0
  const rows = frame.rows.length
  const first = Math.max(0, Math.min(at - Math.floor(rows / 2), steps.length - rows))
  return steps.slice(first, first + rows).map((marker) => {
    const sign = isFinding(marker) ? markSign(marker) : undefined
    const clock =
      tape.startedMs === undefined
        ? formatElapsed(marker.timeMs)
        : formatClock(tape.startedMs + marker.timeMs)
    const line = [
      span(marker === current ? '▌' : ' ', 'live'),
      span(`${clock} `, 'dim'),
      span(sign ? `${sign.sign} ` : '  ', sign?.style),
      span(showText(marker.label), marker === current ? 'bold' : undefined),
    ]
    return { from, to: from + columns, text: style(fillLine(line, columns)) }
  })
}
