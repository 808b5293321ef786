/** The bar below a terminal: how far it has been played, where the steps and findings are, and how it is played. */
import { useRef } from 'preact/hooks'
import {
  changeSpeed,
  isIdleCut,
  isPlaying,
  played,
  type RecordingShown,
  screen,
  speed,
  textHits,
} from '../../state/terminal/player.ts'
import { lengthText } from '../../state/time-text.ts'
import { RiskMark } from '../risk-mark.tsx'
import { barMarks, idleParts } from './bar-marks.ts'
import { togglePlay } from './play.ts'
import { chooseAt } from './player-moves.ts'

export function PlayerBar({ shown }: { shown: RecordingShown }) {
  const durationMs = Math.max(1, played.value?.duration_ms ?? shown.recording.duration_ms)
  const number = screen.value?.number ?? 0
  return (
    <div class="player-bar">
      <Track shown={shown} durationMs={durationMs} />
      <div class="player-row">
        <button
          type="button"
          class="player-play"
          aria-label={isPlaying.value ? 'pause' : 'play'}
          onClick={togglePlay}
        >
          <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            {isPlaying.value ? <path d="M1 0h3v10H1zM6 0h3v10H6z" /> : <path d="M1 0l8 5-8 5z" />}
          </svg>
        </button>
        <span class="small">
          {playedText(shown.atMs)} <span class="faint">/ {playedText(durationMs)}</span>
        </span>
        <span class="small dim">
          frame {number.toLocaleString('en')} <kbd>,</kbd> <kbd>.</kbd>
        </span>
        <span class="spring" />
        <button
          type="button"
          class="small dim"
          aria-label={`${speed.value}×, faster`}
          onClick={() => changeSpeed(1)}
        >
          {speed.value}×
        </button>
        <button
          type="button"
          class="small dim"
          aria-pressed={isIdleCut.value}
          onClick={() => {
            isIdleCut.value = !isIdleCut.value
          }}
        >
          {isIdleCut.value ? 'idle ≤ 2s' : 'idle as it was'}
        </button>
      </div>
    </div>
  )
}

function playedText(ms: number): string {
  const tenths = Math.floor(ms / 100)
  const minutes = Math.floor(tenths / 600)
  const seconds = ((tenths % 600) / 10).toFixed(1)
  return `${minutes}:${seconds.padStart(4, '0')}`
}

interface TrackProps {
  shown: RecordingShown
  durationMs: number
}

function Track({ shown, durationMs }: TrackProps) {
  const track = useRef<HTMLDivElement>(null)
  const isDragged = useRef(false)
  const share = Math.min(1, shown.atMs / durationMs)
  const move = (event: PointerEvent, how: 'choose' | 'drag') => {
    const { left, width } = track.current!.getBoundingClientRect()
    const at = Math.min(1, Math.max(0, (event.clientX - left) / width))
    chooseAt(shown, at * durationMs, how)
  }
  return (
    <div
      ref={track}
      class="player-track"
      role="slider"
      tabIndex={0}
      aria-label="time of the recording"
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={Math.round(shown.atMs / 1000)}
      aria-valuetext={`${lengthText(shown.atMs)} of ${lengthText(durationMs)}`}
      onPointerDown={(event) => {
        isDragged.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        move(event, 'choose')
      }}
      onPointerMove={(event) => {
        if (isDragged.current) move(event, 'drag')
      }}
      onPointerUp={() => {
        isDragged.current = false
      }}
    >
      <i class="track-line" />
      {idleParts(played.value?.activity ?? []).map(({ from, to }) => (
        <i
          key={from}
          class="track-idle"
          style={{ left: percent(from), width: percent(to - from) }}
        />
      ))}
      <i class="track-done" style={{ width: percent(share) }} />
      {barMarks(shown.startMs, durationMs).map(({ at, risk }) => (
        <i key={at} class="track-step" style={{ left: percent(at) }}>
          {risk && <RiskMark risk={risk} />}
        </i>
      ))}
      {(textHits.value?.texts ?? []).slice(0, 400).map(({ at_ms, row, column }) => (
        <i
          key={`${at_ms} ${row} ${column}`}
          class="track-hit"
          style={{ left: percent(at_ms / durationMs) }}
        />
      ))}
      <i class="track-now" style={{ left: percent(share) }} />
    </div>
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`
}
