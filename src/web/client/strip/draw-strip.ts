/** The canvas of the lanes, and that of the overview. */

import { MARK_KINDS, type SentLane, type StripAnswer } from '../../api/strip.ts'
import { tokenColor } from '../browser/token-colors.ts'
import type { WindowSpan } from '../state/strip-window.ts'
import { drawLane } from './draw-lane.ts'
import { BlockStacks, type Brush, drawGap, drawRisk } from './draw-signs.ts'
import { placesWithin } from './laid-marks.ts'
import { LANE_HEIGHT, laneColor } from './lane-brush.ts'
import { xOf } from './scale.ts'
import type { Tick } from './ticks.ts'

export const RULER_HEIGHT = 18
export const OVERVIEW_HEIGHT = 40

/** A canvas made as fine as the screen is; undefined as long as it has no size. */
export function brushOf(canvas: HTMLCanvasElement, scale: number): Brush | undefined {
  const { clientWidth: width, clientHeight: height } = canvas
  const brush = canvas.getContext('2d')
  if (!brush || width === 0) return undefined
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)]
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== high) canvas.height = high
  brush.setTransform(scale, 0, 0, scale, 0, 0)
  brush.clearRect(0, 0, width, height)
  brush.textBaseline = 'middle'
  brush.font = `10px ${getComputedStyle(canvas).getPropertyValue('font-family')}`
  return brush
}

export interface DrawnLanes {
  strip: StripAnswer
  lanes: readonly SentLane[]
  window: WindowSpan
  width: number
  ticks: readonly Tick[]
  /** The session whose step is chosen, and its number. */
  chosen: { session: string; seq: number } | undefined
}

export function drawLanes(brush: Brush, drawn: DrawnLanes): void {
  const { strip, lanes, window, width, ticks, chosen } = drawn
  const height = RULER_HEIGHT + lanes.length * LANE_HEIGHT
  drawRuler(brush, ticks, window, width, height)
  const [from, to] = [window.fromMs - strip.from, window.toMs - strip.from]
  for (const [index, lane] of lanes.entries()) {
    const seq = chosen && lane.session === chosen.session ? chosen.seq : undefined
    const y = RULER_HEIGHT + index * LANE_HEIGHT
    drawLane(brush, lane, { y, width, from, to, chosen: seq })
  }
}

function drawRuler(
  brush: Brush,
  ticks: readonly Tick[],
  window: WindowSpan,
  width: number,
  height: number,
): void {
  for (const { timeMs, label } of ticks) {
    const x = Math.round(xOf(timeMs, window, width))
    brush.fillStyle = tokenColor('rule')
    brush.fillRect(x, RULER_HEIGHT, 1, height - RULER_HEIGHT)
    brush.fillStyle = tokenColor('rule-2')
    brush.fillRect(x, 0, 1, RULER_HEIGHT)
    brush.fillStyle = tokenColor('ink-2')
    brush.fillText(label, x + 5, RULER_HEIGHT / 2 + 1)
  }
}

/** The whole in 40 pixels: findings, calls of the own agents and of others, blocks of changes, gaps. */
export function drawOverview(brush: Brush, strip: StripAnswer, width: number): void {
  const whole = { fromMs: strip.from, toMs: strip.to }
  const x = (time: number) => xOf(strip.from + time, whole, width)
  brush.fillStyle = tokenColor('pen')
  brush.fillRect(0, 32, width, 1)
  const files = strip.lanes.find(({ kind }) => kind === 'files')
  for (const lane of strip.lanes) {
    if (lane.agent === undefined) continue
    const isOwn = lane.kind === 'agent'
    drawCalls(brush, lane, x, isOwn ? 19 : 11, isOwn)
  }
  if (files) {
    drawBlocks(brush, files, x)
    for (const { from, to } of files.gaps)
      drawGap(brush, x(from), Math.max(4, x(to) - x(from)), 1, OVERVIEW_HEIGHT - 2)
  }
  for (const { marks, kind } of strip.lanes) {
    if (kind === 'other') continue
    for (const [place, risk] of marks.risk.entries()) drawRisk(brush, risk, x(marks.at[place]!), 6)
  }
}

function drawCalls(
  brush: Brush,
  lane: SentLane,
  x: (time: number) => number,
  y: number,
  isOwn: boolean,
): void {
  const { marks } = lane
  brush.fillStyle = laneColor(lane)
  brush.globalAlpha = isOwn ? 0.6 : 0.35
  for (const [place, kind] of marks.kind.entries()) {
    if (MARK_KINDS[kind] === 'words') continue
    const left = x(marks.at[place]!)
    const right = x(marks.at[place]! + marks.length[place]!)
    brush.fillRect(left, y, Math.max(1, right - left), 7)
  }
  brush.globalAlpha = 1
}

function drawBlocks(brush: Brush, { marks }: SentLane, x: (time: number) => number): void {
  const stacks = new BlockStacks(brush, 38)
  const [start, end] = placesWithin(marks, -Infinity, Infinity)
  for (let place = start; place < end; place += 1) {
    const kind = MARK_KINDS[marks.kind[place]!]
    const color = kind === 'added' ? 'add' : kind === 'removed' ? 'del' : 'mod'
    stacks.add(x(marks.at[place]!), 1, tokenColor(color), false)
  }
}
