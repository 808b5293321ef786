/** What stands in place of the picture where none was recorded: the last one would claim that nothing happened. */
import { GAP_MARKER } from '../../model/cast.ts'
import { showText } from '../../model/show.ts'
import { formatClock, formatDuration, formatElapsed } from '../../model/units.ts'
import { type Line, plain, span } from '../line.ts'
import { isFinding, markSign } from './marks.ts'
import type { Scene } from './scene.ts'
import type { ScreenGap } from './tape.ts'

const RULE_COLUMNS_MAX = 58
const RULE_COLUMNS_MIN = 10
const LABEL_COLUMNS_MAX = 48
/** Below so many rows the steps are only counted. */
const STEPS_FROM_ROWS = 14

export function gapPage({ tape, size }: Scene, gap: ScreenGap, rows: number): Line[] {
  const left = Math.max(0, Math.min(10, Math.floor((size.columns - RULE_COLUMNS_MAX) / 2) - 1))
  const margin = ' '.repeat(left)
  const ruleColumns = Math.max(
    RULE_COLUMNS_MIN,
    Math.min(RULE_COLUMNS_MAX, size.columns - 2 * left),
  )
  const clock = (timeMs: number) =>
    tape.startedMs === undefined ? formatElapsed(timeMs) : formatClock(tape.startedMs + timeMs)
  const rule = [span(margin), span('┄'.repeat(ruleColumns), 'warning')]
  const reason = showText(
    gap.reason.startsWith(GAP_MARKER) ? gap.reason.slice(GAP_MARKER.length) : gap.reason,
  )
  const lines: Line[] = [
    rule,
    [],
    [
      span(margin),
      span(`The screen was not recorded for ${formatDuration(gap.toMs - gap.fromMs)}`, 'bold'),
    ],
    plain(
      `${margin}${clock(gap.fromMs)} – ${clock(gap.toMs)}: ${reason.replace(/\.?$/, '.')}`,
      'dim',
    ),
    ...meanwhile(tape, gap, rows, clock).map((line) => [span(margin), ...line]),
    [],
    plain(`${margin}The next picture is the one of ${clock(gap.toMs)}.`, 'dim'),
    rule,
  ]
  const above = Math.max(0, Math.floor((rows - lines.length) / 2) - 1)
  return [...Array.from({ length: above }, () => []), ...lines].slice(0, Math.max(0, rows))
}

function meanwhile(
  { markers }: Scene['tape'],
  { fromMs, toMs }: ScreenGap,
  rows: number,
  clock: (timeMs: number) => string,
): Line[] {
  const steps = markers.filter(
    ({ timeMs, kind }) => timeMs >= fromMs && timeMs <= toMs && kind !== 'gap',
  )
  if (steps.length === 0) return []
  const room = rows - 10
  if (rows < STEPS_FROM_ROWS || room < 1) {
    return [[], plain(`${steps.length} ${steps.length === 1 ? 'step' : 'steps'} meanwhile`)]
  }
  const shown = steps.slice(0, steps.length > room ? room - 1 : room)
  const rest = steps.length - shown.length
  return [
    [],
    plain('Steps and files went on:'),
    ...shown.map((marker): Line => {
      const sign = isFinding(marker) ? markSign(marker) : undefined
      return [
        span(`${String(marker.step ?? '').padStart(3)} ${clock(marker.timeMs)} `, 'dim'),
        ...(sign ? [span(sign.sign, sign.style), span(' ')] : []),
        span(showText(marker.label).slice(0, LABEL_COLUMNS_MAX)),
      ]
    }),
    ...(rest > 0 ? [plain(`    … ${rest} more`, 'dim')] : []),
  ]
}
