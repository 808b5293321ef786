/** Signs on a canvas: findings, changed files, stretches that were not recorded. */
import { tokenColor } from '../browser/token-colors.ts'

export type Brush = CanvasRenderingContext2D

/** Places in MARK_RISKS. */
const DANGER = 3
const WARNING = 2

/** A diamond, a triangle, or a ring, around a point. */
export function drawRisk(brush: Brush, risk: number, x: number, y: number): void {
  if (risk === 0) return
  brush.beginPath()
  if (risk === DANGER) {
    brush.fillStyle = tokenColor('del')
    brush.moveTo(x, y - 4.5)
    brush.lineTo(x + 4.5, y)
    brush.lineTo(x, y + 4.5)
    brush.lineTo(x - 4.5, y)
    brush.fill()
  } else if (risk === WARNING) {
    brush.fillStyle = tokenColor('mod')
    brush.moveTo(x, y - 4)
    brush.lineTo(x + 4.5, y + 3.5)
    brush.lineTo(x - 4.5, y + 3.5)
    brush.fill()
  } else {
    brush.strokeStyle = tokenColor('ink-3')
    brush.lineWidth = 1.25
    brush.arc(x, y, 3, 0, 2 * Math.PI)
    brush.stroke()
  }
}

/** Hatching between two orange edges: nothing else is drawn so. */
export function drawGap(brush: Brush, x: number, width: number, y: number, height: number): void {
  brush.save()
  brush.beginPath()
  brush.rect(x, y, width, height)
  brush.clip()
  brush.fillStyle = tokenColor('paper')
  brush.fillRect(x, y, width, height)
  brush.strokeStyle = tokenColor('hatch')
  brush.lineWidth = 1
  brush.beginPath()
  // All lines lie where x + y is a multiple of six: those of neighbouring lanes meet.
  const first = Math.floor((x + y) / 6) * 6
  for (let sum = first; sum <= x + width + y + height; sum += 6) {
    brush.moveTo(sum - y, y)
    brush.lineTo(sum - y - height, y + height)
  }
  brush.stroke()
  brush.restore()
  brush.fillStyle = tokenColor('rec')
  brush.fillRect(x, y, 1, height)
  brush.fillRect(x + width - 1, y, 1, height)
}

/** One small block for each file, up to five above each other. */
export class BlockStacks {
  readonly #brush: Brush
  readonly #bottom: number
  #x = -Infinity
  #stacked = 0

  constructor(brush: Brush, bottom: number) {
    this.#brush = brush
    this.#bottom = bottom
  }

  /** Blocks come in order of time; those too near to stand beside each other stand above. */
  add(x: number, count: number, color: string, isHollow: boolean): void {
    if (x - this.#x >= 6) {
      this.#x = x
      this.#stacked = 0
    }
    const brush = this.#brush
    for (let n = 0; n < count && this.#stacked < BLOCKS_MAX; n += 1, this.#stacked += 1) {
      const y = this.#bottom - 3 - this.#stacked * 3.5
      brush.fillStyle = color
      brush.strokeStyle = color
      brush.lineWidth = 1
      if (isHollow) brush.strokeRect(this.#x - 2, y + 0.5, 4, 2)
      else brush.fillRect(this.#x - 2.5, y, 5, 2.5)
    }
  }
}

const BLOCKS_MAX = 5
