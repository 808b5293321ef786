/** Beside a row: a line for each session that was there then, and a node on that of whoever made the change. */
import { hueOf } from '../../state/agent-hue.ts'
import { LANES, type LanePiece } from '../../state/timeline/session-lanes.ts'

const STEP = 10
const LEFT = 7
const HEIGHT = 26
const MIDDLE = HEIGHT / 2

interface LaneGutterProps {
  pieces: readonly LanePiece[]
  /** Undefined: nobody is known to have made it, or no session shows it. */
  own: LanePiece | undefined
}

export function LaneGutter({ pieces, own }: LaneGutterProps) {
  const x = (lane: number) => LEFT + lane * STEP
  const nobody = x(LANES) - 1
  return (
    <svg class="lane-gutter" width={nobody + 10} height={HEIGHT} aria-hidden="true">
      {pieces.map(({ lane, agent, begins, ends }) => (
        <path
          key={lane}
          class={`lane-line ${hueOf(agent)}`}
          d={`M${x(lane)} ${ends ? MIDDLE : 0}V${begins ? MIDDLE : HEIGHT}`}
        />
      ))}
      {own ? (
        <rect
          class={`lane-node ${hueOf(own.agent)}`}
          x={x(own.lane) - 5}
          y={MIDDLE - 5}
          width="10"
          height="10"
        />
      ) : (
        <rect class="lane-nobody" x={nobody - 4.5} y={MIDDLE - 4.5} width="9" height="9" />
      )}
    </svg>
  )
}
