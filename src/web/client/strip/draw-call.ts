/** The bar of a call: as long as it took, in the colour of its agent, its right end telling how it ended. */
import type { MarkKind } from '../../api/strip.ts'
import { tokenColor } from '../browser/token-colors.ts'
import { drawLabel, type LaneBrush, laneColor } from './lane-brush.ts'

interface Bar {
  kind: MarkKind
  left: number
  right: number
  /** Which of several that ran side by side. */
  row: number
  rows: number
}

const BAR_HEIGHT = 11
const WIDTH_MIN = 2
const LABEL_FROM = 44

export function drawCall(at: LaneBrush, place: number, bar: Bar): void {
  const { brush, lane, y, width } = at
  const { kind, row, rows } = bar
  const color = laneColor(lane)
  const high = rows > 1 ? Math.max(2, Math.floor((BAR_HEIGHT + 4) / rows) - 1) : BAR_HEIGHT
  const top = rows > 1 ? y + 2 + row * (high + 1) : y + 4
  const left = Math.max(-1, bar.left)
  const wide = Math.max(WIDTH_MIN, Math.min(width + 1, bar.right) - left)
  if (kind === 'words') {
    brush.fillStyle = tokenColor('ink-3')
    brush.fillRect(left, y + 6, 1, 8)
    return
  }
  if (kind === 'refused') drawHollow(at, { left, top, wide, high }, color)
  else if (kind === 'open') drawOpen(at, { left, top, wide, high }, color)
  else drawFilled(at, { left, top, wide, high }, color, lane.marks.count[place]! > 1)
  if (kind === 'failed' || kind === 'refused') {
    brush.fillStyle = tokenColor('del')
    brush.fillRect(left + wide - 2, top, 2, high)
  }
  const label = lane.marks.labels[place]
  if (label === undefined || wide < LABEL_FROM || rows > 1) return
  drawLabel(brush, label, { x: left + 5, y, width: wide - 10 }, 'ink')
}

interface Box {
  left: number
  top: number
  wide: number
  high: number
}

/** Several in one bar are darker. */
function drawFilled(
  { brush }: LaneBrush,
  { left, top, wide, high }: Box,
  color: string,
  isSeveral: boolean,
): void {
  brush.fillStyle = color
  brush.globalAlpha = wide <= 3 || isSeveral ? 0.85 : 0.5
  brush.fillRect(left, top, wide, high)
  brush.globalAlpha = 1
  brush.fillRect(left, top, 1, high)
}

function drawHollow({ brush }: LaneBrush, { left, top, wide, high }: Box, color: string): void {
  brush.strokeStyle = color
  brush.lineWidth = 1
  brush.strokeRect(left + 0.5, top + 0.5, Math.max(1, wide - 1), high - 1)
}

/** Nobody has told its end: it fades, and its edge is broken. */
function drawOpen({ brush }: LaneBrush, { left, top, wide, high }: Box, color: string): void {
  const fade = brush.createLinearGradient(left, 0, left + wide, 0)
  fade.addColorStop(0, color)
  fade.addColorStop(1, 'transparent')
  brush.fillStyle = fade
  brush.globalAlpha = 0.5
  brush.fillRect(left, top, wide, high)
  brush.globalAlpha = 1
  brush.fillStyle = color
  brush.fillRect(left, top, 1, high)
  for (let y = top; y < top + high; y += 4) brush.fillRect(left + wide - 1, y, 1, 2)
}
