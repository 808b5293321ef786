/** Time as lanes: ruler, lanes, the moment, and above them the whole with the window that they show. */

import type { ComponentChild } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import type { SentLane, StripAnswer } from '../../api/strip.ts'
import { hueOf } from '../state/agent-hue.ts'
import type { WindowSpan } from '../state/strip-window.ts'
import { clockText } from '../state/time-text.ts'
import { Canvas } from './canvas.tsx'
import { drawLanes, RULER_HEIGHT } from './draw-strip.ts'
import { LANE_HEIGHT, plainText } from './lane-brush.ts'
import { type ChosenMark, type LanesPointer, lanesPointer } from './lanes-pointer.ts'
import { Overview } from './overview.tsx'
import { xOf } from './scale.ts'
import { laneSentence } from './sentences.ts'
import { ticksOf } from './ticks.ts'

export interface StripProps {
  /** All that can be shown. */
  whole: WindowSpan
  /** What the lanes show of it. */
  window: WindowSpan
  /** Undefined as long as it is not known: the room is kept. */
  strip: StripAnswer | undefined
  /** Of the whole; without it there is no overview. */
  overview?: { strip: StripAnswer | undefined; label: string } | undefined
  cursorMs: number | undefined
  chosen?: { session: string; seq: number } | undefined
  /** Which lanes are shown, where there is not room for all. */
  showsLane?: (lane: SentLane) => boolean
  /** How many lanes to keep room for. */
  reserve?: number
  onWindow(window: WindowSpan, isDone: boolean): void
  onMoment(timeMs: number, isDone: boolean): void
  onMark(mark: ChosenMark): void
  /** By how many steps or marks the arrows move. */
  onArrow(by: -1 | 1): void
}

export function Strip(props: StripProps) {
  const { strip, window, whole, overview, cursorMs, showsLane = () => true, reserve = 5 } = props
  const lanes = useMemo(() => strip?.lanes.filter(showsLane) ?? [], [strip, showsLane])
  const height = RULER_HEIGHT + Math.max(lanes.length, strip ? 1 : reserve) * LANE_HEIGHT + 3
  return (
    <section class="strip" aria-label="Time">
      {overview && (
        <Overview
          strip={overview.strip}
          label={overview.label}
          whole={whole}
          window={window}
          cursorMs={cursorMs}
          onWindow={props.onWindow}
        />
      )}
      <div class="strip-lanes" style={{ height: `${height}px` }}>
        <LaneNames lanes={lanes} empty={strip?.empty_lanes ?? 0} />
        <LanesArea {...props} lanes={lanes} height={height} />
      </div>
    </section>
  )
}

function LaneNames({ lanes, empty }: { lanes: readonly SentLane[]; empty: number }) {
  return (
    <ul class="strip-names">
      {lanes.map((lane) => (
        <li
          key={lane.id}
          class={`strip-name cut ${lane.agent === undefined ? `is-${lane.kind}` : hueOf(lane.agent)}`}
          data-depth={lane.depth ?? 0}
          title={laneSentence(lane)}
        >
          <bdi>{plainText(lane.name)}</bdi>
          <span class="unseen">{laneSentence(lane)}</span>
        </li>
      ))}
      {empty > 0 && (
        <li class="strip-empty small faint">
          {empty === 1 ? '1 lane is empty' : `${empty} lanes are empty`}
        </li>
      )}
    </ul>
  )
}

type AreaProps = StripProps & { lanes: readonly SentLane[]; height: number }

function LanesArea(props: AreaProps) {
  const { strip, lanes, window, height, cursorMs, chosen } = props
  const [width, setWidth] = useState(0)
  const [ghost, setGhost] = useState<number | undefined>(undefined)
  const latest = useRef<LanesPointer>({ ...props, width })
  latest.current = { ...props, width }
  const listeners = useMemo(() => lanesPointer(() => latest.current, setGhost), [])
  const aheadMs = -new Date(window.fromMs).getTimezoneOffset() * 60_000
  return (
    <div
      class="strip-area"
      role="slider"
      tabIndex={0}
      aria-label="Moment"
      aria-valuemin={0}
      aria-valuemax={Math.round(window.toMs - window.fromMs)}
      aria-valuenow={Math.round((cursorMs ?? window.fromMs) - window.fromMs)}
      aria-valuetext={cursorMs === undefined ? 'none' : clockText(cursorMs, 'ms')}
      {...listeners}
    >
      <Canvas
        height={height}
        draw={(brush, wide) => {
          if (!strip) return
          const ticks = ticksOf(window, wide, aheadMs)
          drawLanes(brush, { strip, lanes, window, width: wide, ticks, chosen })
        }}
        onWidth={setWidth}
      />
      {ghost !== undefined && (
        <Line class="strip-ghost" timeMs={ghost} window={window} width={width}>
          {clockText(ghost)}
        </Line>
      )}
      {cursorMs !== undefined && (
        <Line class="strip-cursor" timeMs={cursorMs} window={window} width={width}>
          {clockText(cursorMs, 'ms')}
        </Line>
      )}
    </div>
  )
}

interface LineProps {
  class: string
  timeMs: number
  window: WindowSpan
  width: number
  children: ComponentChild
}

/** Its label stays in sight at the edges. */
function Line({ class: name, timeMs, window, width, children }: LineProps) {
  if (timeMs < window.fromMs || timeMs > window.toMs || width === 0) return null
  const x = xOf(timeMs, window, width)
  const side = x < 50 ? 'start' : x > width - 50 ? 'end' : 'middle'
  return (
    <div class={name} style={{ left: `${x}px` }}>
      <span class="strip-time small" data-side={side}>
        {children}
      </span>
    </div>
  )
}
