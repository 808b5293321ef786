/** One lane on the canvas: the pen, what was not recorded, and the marks, worst last. */
import { MARK_KINDS, type MarkKind, type SentLane } from '../../api/strip.ts'
import { tokenColor } from '../browser/token-colors.ts'
import { drawCall } from './draw-call.ts'
import { BlockStacks, type Brush, drawGap, drawRisk } from './draw-signs.ts'
import { laidMarks, placesWithin } from './laid-marks.ts'
import { drawLabel, LANE_HEIGHT, type LaneBrush, type LanePlace } from './lane-brush.ts'

const BLOCK_COLORS: Readonly<Partial<Record<MarkKind, string>>> = {
  added: 'add',
  removed: 'del',
  modified: 'mod',
  renamed: 'ren',
  scanned: 'ink-3',
}

const GAP_WIDTH_MIN = 4
const GAP_WORDS_WIDTH = 96

export function drawLane(brush: Brush, lane: SentLane, place: LanePlace): void {
  const { width, from, to } = place
  const x = (time: number) => ((time - from) / Math.max(1, to - from)) * width
  const at: LaneBrush = { ...place, brush, lane, x }
  drawPen(at)
  drawMarks(at)
  drawGaps(at)
}

/** The pen is down while the lane was recorded. */
function drawPen({ brush, lane, x, y, width }: LaneBrush): void {
  brush.fillStyle = tokenColor('pen')
  const middle = y + (lane.kind === 'terminal' ? LANE_HEIGHT - 4 : Math.floor(LANE_HEIGHT / 2))
  for (const [from, to] of lane.recorded) {
    const [start, end] = [Math.max(0, x(from)), Math.min(width, x(to))]
    if (end > start) brush.fillRect(start, middle, end - start, 1)
  }
}

function drawGaps({ brush, lane, x, y, width }: LaneBrush): void {
  for (const { from, to } of lane.gaps) {
    const [left, right] = [x(from), x(to)]
    if (right < -GAP_WIDTH_MIN || left > width) continue
    const wide = Math.max(GAP_WIDTH_MIN, right - left)
    drawGap(brush, left, wide, y, LANE_HEIGHT)
    const shown = Math.min(width, left + wide) - Math.max(0, left)
    if (shown < GAP_WORDS_WIDTH || lane.kind !== 'files') continue
    const middle = (Math.max(0, left) + Math.min(width, left + wide)) / 2
    brush.fillStyle = tokenColor('paper')
    brush.fillRect(middle - 44, y + 2, 88, LANE_HEIGHT - 4)
    brush.fillStyle = tokenColor('rec')
    brush.textAlign = 'center'
    brush.fillText('not recorded', middle, y + LANE_HEIGHT / 2 + 1)
    brush.textAlign = 'left'
  }
}

function drawMarks(at: LaneBrush): void {
  const { brush, lane, from, to, x, y } = at
  const { marks } = lane
  const { row, rows } = laidMarks(marks)
  const stacks = new BlockStacks(brush, y + LANE_HEIGHT - 1)
  const [start, end] = placesWithin(marks, from, to)
  const risks: number[] = []
  let chosen = -1
  for (let place = start; place < end; place += 1) {
    const kind = MARK_KINDS[marks.kind[place]!]!
    const left = x(marks.at[place]!)
    const color = BLOCK_COLORS[kind]
    if (color) stacks.add(left, marks.count[place]!, tokenColor(color), kind === 'scanned')
    else if (kind === 'output') drawOutput(at, left, marks.count[place]!)
    else if (isPersons(kind)) drawPersons(at, place, left)
    else if (lane.kind !== 'findings') {
      const right = x(marks.at[place]! + marks.length[place]!)
      drawCall(at, place, { kind, left, right, row: row[place]!, rows: rows[place]! })
    }
    if (marks.risk[place]! > 0) risks.push(place)
    if (at.chosen !== undefined && marks.seq[place] === at.chosen) chosen = place
  }
  const signY = lane.kind === 'findings' ? y + LANE_HEIGHT / 2 : y + 4
  for (const place of risks) drawRisk(brush, marks.risk[place]!, x(marks.at[place]!), signY)
  if (chosen >= 0) outline(at, x(marks.at[chosen]!), x(marks.at[chosen]! + marks.length[chosen]!))
}

function isPersons(kind: MarkKind): boolean {
  return kind === 'prompt' || kind === 'refusal' || kind === 'act'
}

function drawPersons({ brush, lane, x, y, width }: LaneBrush, place: number, left: number): void {
  const { marks } = lane
  brush.fillStyle = tokenColor('ink')
  brush.fillRect(left, y + 4, 2, 11)
  const label = marks.labels[place]
  const next = place + 1 < marks.at.length ? x(marks.at[place + 1]!) : width
  if (label === undefined || next - left < 40) return
  drawLabel(brush, label, { x: left + 6, y, width: Math.min(170, next - left - 10) }, 'ink-2', true)
}

/** The more was written, the higher; a hundredth of it is seen still. */
function drawOutput({ brush, y }: LaneBrush, left: number, count: number): void {
  const high = Math.min(14, 2 + 2 * Math.log10(1 + count) * 2)
  brush.fillStyle = tokenColor('pen')
  brush.fillRect(left, y + LANE_HEIGHT - 3 - high, 1.5, high)
}

function outline({ brush, y }: LaneBrush, left: number, right: number): void {
  brush.strokeStyle = tokenColor('ink')
  brush.lineWidth = 1
  brush.strokeRect(Math.floor(left) - 2.5, y + 2.5, Math.max(6, right - left + 5), LANE_HEIGHT - 5)
}
