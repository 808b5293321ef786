/** The row of state: both clocks, how it plays, and what is of this moment. */

import { showText } from '../../model/show.ts'
import { formatClock, formatDuration, formatElapsed } from '../../model/units.ts'
import type { Marker } from '../../review/playback/playback.ts'
import { type Line, type Span, span } from '../line.ts'
import { type Cover, isSmaller, windowText } from './cover.ts'
import { isFinding, markerAt, markSign } from './marks.ts'
import type { Scene } from './scene.ts'
import { type RowPiece, spread } from './spread.ts'
import { gapAt } from './tape.ts'

const SECOND = 1000
const LABEL_MIN = 16

export function stateLine(scene: Scene, cover: Cover): Line {
  return spread([...clockPieces(scene), ...saidPieces(scene, cover)], scene.size.columns)
}

function clockPieces(scene: Scene): RowPiece[] {
  const { tape, timeMs, player } = scene
  const [text, style] = stateSign(scene)
  const local = tape.startedMs === undefined ? '' : ` ${formatClock(tape.startedMs + timeMs)}`
  const follows = player.phase === 'following'
  const elapsed = follows
    ? `${formatElapsed(timeMs)} so far`
    : `${formatElapsed(timeMs)} of ${formatElapsed(tape.durationMs)}`
  return [
    { spans: [span(`${text}${local}`, style)] },
    // Where there is no local clock this is the only one.
    { spans: [span(`${local === '' ? ' ' : '  '}${elapsed}`)], goes: local === '' ? undefined : 1 },
  ]
}

function stateSign({ player, tape, timeMs, exit }: Scene): readonly [string, Span['style']] {
  if (player.phase === 'following') return ['● live', 'added']
  if (gapAt(tape, timeMs)) return ['┄', 'warning']
  if (exit !== undefined && player.phase === 'ended') return ['ended', 'bold']
  if (player.phase === 'playing') return ['▸', tape.isLive ? 'warning' : 'bold']
  return ['‖', 'bold']
}

function saidPieces(scene: Scene, cover: Cover): RowPiece[] {
  const { player, tape, timeMs } = scene
  if (player.line) return linePieces(scene)
  if (player.notice !== undefined) return [right([span(showText(player.notice), 'bold')])]
  if (player.search) return searchPieces(scene)
  const gap = gapAt(tape, timeMs)
  if (gap) {
    const seconds = Math.ceil((gap.toMs - timeMs) / SECOND)
    return [
      { spans: [span(`  ${player.speed}x · a gap plays in 2 s`, 'dim')], goes: 2 },
      right([span(`  next picture in ${seconds} s`, 'dim')], 3),
    ]
  }
  const how = howPieces(scene)
  if (isSmaller(cover)) {
    const text = `  ${windowText(player.window, cover.view)}`
    return [...how, right([span(text, 'warning')], 3)]
  }
  if (player.phase === 'following') return livePieces(scene)
  if (tape.isLive) {
    const away = formatDuration(tape.durationMs - timeMs)
    const text = player.phase === 'paused' ? `${away} behind` : `live is ${away} on`
    return [{ spans: [span(` · ${text}`, 'warning')] }]
  }
  if (scene.exit !== undefined && player.phase === 'ended') {
    return [{ spans: [span(' · ', 'dim'), span(showText(scene.exit))] }]
  }
  if (player.pane === 'event') return [...how, ...paneStep(scene)]
  return [...how, ...momentPieces(scene)]
}

/** Speed, and what is made of pauses. */
function howPieces({ player, idleLimitMs }: Scene): RowPiece[] {
  const idle =
    player.cutsIdle && idleLimitMs !== undefined ? ` · idle ≤${idleLimitMs / SECOND}s` : ''
  return [
    { spans: [span(`  ${player.speed}x`, 'dim')], goes: 4 },
    { spans: [span(idle, 'dim')], goes: 5 },
  ]
}

function right(spans: Line, goes?: number, least?: number): RowPiece {
  return { spans, isRight: true, ...(goes !== undefined && { goes }), ...(least && { least }) }
}

function linePieces({ player }: Scene): RowPiece[] {
  const { asks, text } = player.line!
  const label = asks === 'search' ? '/ ' : 'go to (14:32, +5m, 90%) '
  const typed: Line = [span(`   ${label}`), span(text, 'bold'), span(' ', 'marked')]
  return [{ spans: typed }, ...(asks === 'search' ? [foundPiece(player.search)] : [])]
}

function searchPieces({ player }: Scene): RowPiece[] {
  const words: Line = [span('   / '), span(player.search!.text, 'bold')]
  return [{ spans: words }, foundPiece(player.search)]
}

function foundPiece(search: Scene['player']['search']): RowPiece {
  if (!search) return right([])
  const { hits, at } = search
  if (!hits) return right([span('searching …', 'dim')], 3)
  if (hits.length === 0) return right([span('appears nowhere', 'warning')])
  return right([span(`${at + 1} of ${hits.length} appearances`), span(' · wraps', 'dim')])
}

function stepSpans(marker: Marker): Span[] {
  const sign = isFinding(marker) ? markSign(marker) : undefined
  const number = marker.step === undefined ? [] : [span('step', 'dim'), span(` ${marker.step} `)]
  return [...number, ...(sign ? [span(sign.sign, sign.style), span(' ')] : [])]
}

/** The step of this moment, and how far the next finding is. */
function momentPieces({ tape, timeMs }: Scene): RowPiece[] {
  const marker = markerAt(tape.markers, timeMs)
  const next = tape.markers.find((one) => one.timeMs > timeMs && isFinding(one))
  const sign = next && markSign(next)!.sign
  const ahead = next
    ? [right([span(`  next ${sign} in ${formatSpan(next.timeMs - timeMs)}`, 'dim')], 8)]
    : []
  if (!marker) return ahead
  const label = span(showText(marker.label))
  return [
    { spans: [span('   '), ...stepSpans(marker), label], goes: 7, least: LABEL_MIN },
    ...filesPieces(marker),
    ...ahead,
  ]
}

/** How many files the step has changed, e.g. `~2 -87`. */
function filesPieces({ files }: Marker): RowPiece[] {
  if (!files) return []
  const { written, removed } = files
  const counts = [
    ...(written > 0 ? [span(` ~${written}`, 'modified')] : []),
    ...(removed > 0 ? [span(` -${removed}`, 'removed')] : []),
  ]
  return [right([span(' '), ...counts], 6)]
}

function formatSpan(ms: number): string {
  return ms < 60 * SECOND ? `${Math.ceil(ms / SECOND)} s` : formatDuration(ms)
}

function livePieces({ tape, timeMs, behindMs }: Scene): RowPiece[] {
  const marker = markerAt(tape.markers, timeMs)
  const late = behindMs === undefined ? '' : `${(behindMs / SECOND).toFixed(1)} s behind`
  const behind = late === '' ? [] : [right([span(late, 'dim')], 6)]
  if (!marker) return behind
  const runs = formatDuration(timeMs - marker.timeMs)
  const label = [...stepSpans(marker), span('▸ ', 'live'), span(showText(marker.label))]
  return [
    { spans: [span('   '), ...label], goes: 7, least: LABEL_MIN },
    { spans: [span(' '), span(runs, 'live')], goes: 7 },
    ...behind,
  ]
}

/** Of the open pane: which step of how many. */
function paneStep({ tape, timeMs }: Scene): RowPiece[] {
  const marker = markerAt(tape.markers, timeMs)
  if (marker?.step === undefined) return []
  const sign = isFinding(marker) ? markSign(marker) : undefined
  const last = tape.markers.reduce((most, { step = 0 }) => Math.max(most, step), 0)
  return [
    right(
      [
        ...(sign ? [span(`${sign.sign} `, sign.style)] : []),
        span(String(marker.step)),
        span(` of ${last}`, 'dim'),
      ],
      6,
    ),
  ]
}
