/** Scenes to draw: the story that the screens are designed with, a recording of seven and a half minutes. */
import type { Frame, Marker } from '../../../src/review/playback/playback.ts'
import { compose, type PlayerLook } from '../../../src/tui/player/compose.ts'
import { begin, type Player } from '../../../src/tui/player/player.ts'
import type { Scene } from '../../../src/tui/player/scene.ts'
import { gapsOf, type Tape, TRUE_CLOCK } from '../../../src/tui/player/tape.ts'
import { themeFor } from '../../../src/tui/theme.ts'

export const PLAIN: PlayerLook = {
  theme: themeFor(undefined, false),
  colors: 'none',
  isAscii: false,
}

export function tapeOf(changes: Partial<Tape> = {}): Tape {
  const frames = Array.from({ length: 450 }, (_, second) => second * 1000)
  const durationMs = changes.durationMs ?? 450_000
  const frameAfter = changes.frameAfter ?? ((ms: number) => frames.find((at) => at > ms))
  const markers = changes.markers ?? []
  return {
    durationMs,
    isLive: false,
    startedMs: new Date(2026, 10, 27, 14, 39, 42).getTime(),
    markers,
    gaps: gapsOf(markers, frameAfter, durationMs),
    cutClock: TRUE_CLOCK,
    frameAfter,
    frameBefore: (ms) => frames.findLast((at) => at < ms),
    ...changes,
  }
}

export function playerOf(changes: Partial<Player> = {}): Player {
  const speed = { timeMs: 0, speed: 1, cutsIdle: true, phase: 'paused', nowMs: 0 } as const
  return { ...begin(speed), pressedMs: -60_000, ...changes }
}

export function frameOf(lines: readonly string[], columns: number, rows = lines.length): Frame {
  const all = Array.from({ length: rows }, (_, n) => lines[n] ?? '')
  return { timeMs: 0, columns, rows: all.map((text) => ({ text, painted: text })) }
}

export interface Told {
  columns: number
  rows: number
  player?: Partial<Player>
  tape?: Partial<Tape>
  frame?: Frame
  scene?: Partial<Scene>
  hasSteps?: boolean
  openedFrom?: string
}

export function sceneOf(told: Told): Scene {
  const tape = tapeOf(told.tape)
  const player = playerOf(told.player)
  const { hasSteps = true, openedFrom } = told
  const timeMs = player.phase === 'following' ? tape.durationMs : player.fromMs
  return {
    player,
    tape,
    timeMs,
    nowMs: 0,
    size: { columns: told.columns, rows: told.rows },
    frame: told.frame ?? frameOf([], told.columns, told.rows),
    idleLimitMs: 2_000,
    situation: { player, tape, nowMs: 0, hasSteps, openedFrom },
    ...told.scene,
  }
}

/** The rows as they are seen, filled up to the edge. */
export function seen(scene: Scene, look = PLAIN): string[] {
  return compose(scene, look).picture.rows.map((row) =>
    row.replaceAll(/\u001b\[[\d;]*m/g, '').padEnd(scene.size.columns),
  )
}

/** The time that stands in a column of a bar. */
export function timeOf(column: number, columns: number, durationMs = 450_000): number {
  return (column / (columns - 1)) * durationMs
}

export function marker(timeMs: number, kind: string, more: Partial<Marker> = {}): Marker {
  return { timeMs, kind, label: kind, ...more } as Marker
}
