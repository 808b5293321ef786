/** What all that is drawn on a lane has in common. */
import { UNSAFE_CHARACTERS } from '../../../model/unsafe-characters.ts'
import type { SentLane } from '../../api/strip.ts'
import { tokenColor } from '../browser/token-colors.ts'
import { hueOf } from '../state/agent-hue.ts'
import type { Brush } from './draw-signs.ts'

export const LANE_HEIGHT = 19

/** Where a lane is drawn, and which stretch of it: milliseconds since the `from` of its strip. */
export interface LanePlace {
  y: number
  width: number
  from: number
  to: number
  /** The step that is chosen, where it is of this lane. */
  chosen: number | undefined
}

export interface LaneBrush extends LanePlace {
  brush: Brush
  lane: SentLane
  /** Pixels of a time. */
  x(time: number): number
}

/** The color that says whose lane it is. */
export function laneColor({ agent, kind }: SentLane): string {
  if (agent !== undefined) return tokenColor(hueOf(agent).replace('hue-', 'a'))
  return tokenColor(kind === 'person' ? 'ink' : 'ink-3')
}

/** Writes as much of a text as fits; on the pen it stands on paper. */
export function drawLabel(
  brush: Brush,
  text: string,
  { x, y, width }: { x: number; y: number; width: number },
  color: string,
  isOnPaper = false,
): void {
  const shown = fitted(brush, plainText(text), width)
  if (shown === '') return
  if (isOnPaper) {
    brush.fillStyle = tokenColor('paper')
    brush.fillRect(x - 2, y + 3, brush.measureText(shown).width + 4, LANE_HEIGHT - 6)
  }
  brush.fillStyle = tokenColor(color)
  brush.fillText(shown, x, y + LANE_HEIGHT / 2 + 1)
}

/** Nothing recorded turns or hides what is drawn beside it. */
export function plainText(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, '·')
}

function fitted(brush: Brush, text: string, width: number): string {
  const letter = brush.measureText('m').width
  const room = Math.floor(width / letter)
  if (text.length <= room) return text
  return room < 3 ? '' : `${text.slice(0, room - 1)}…`
}
