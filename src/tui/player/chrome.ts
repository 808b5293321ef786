/** What the player says around the picture, a row each. */
import { showText } from '../../model/show.ts'
import { formatClock, formatElapsed } from '../../model/units.ts'
import { fitText, type Line, lineWidth, type Span, span } from '../line.ts'
import { type BarFacts, barLine, chaptersLine, hitsLine, marksLine } from './bar.ts'
import { type Hint, hintsFor } from './bindings.ts'
import { type ChromeRow, type Cover, isSmaller } from './cover.ts'
import { clockOf } from './player.ts'
import type { Scene } from './scene.ts'
import { stateLine } from './state-line.ts'

/** A shorter bar says nothing. */
const COMPACT_BAR_MIN = 10

/** Returns the facts of the bar on this terminal, also for who clicks on it, and the column it begins in. */
export function barFacts(scene: Scene, cover: Cover): BarFacts & { left: number } {
  const { player, tape, timeMs, size } = scene
  const hits = player.search?.hits
  const [left, columns] = cover.chrome.includes('compact')
    ? [compactHead(scene).width, compactBarColumns(scene)]
    : [1, Math.max(1, size.columns - 2)]
  return {
    tape,
    clock: clockOf(player, tape),
    timeMs,
    left,
    columns,
    ...(hits && { hits: hits.map((hit) => hit.timeMs), hitMeant: player.search!.at }),
  }
}

export function chromeLine(row: ChromeRow, scene: Scene, cover: Cover): Line {
  const { size, situation } = scene
  const facts = barFacts(scene, cover)
  const has = (one: ChromeRow) => cover.chrome.includes(one)
  switch (row) {
    case 'chapters':
      return [span(' '), ...chaptersLine(facts)]
    case 'marks':
      return [span(' '), ...marksLine(facts)]
    case 'hits':
      return [span(' '), ...hitsLine(facts)]
    case 'bar':
      return [
        span(' '),
        ...barLine(facts, { marks: has('marks') ? 'all' : 'findings', hits: !has('hits') }),
      ]
    case 'found':
      return foundLine(scene)
    case 'keys':
      return keysLine(hintsFor({ ...situation, isSmaller: isSmaller(cover) }), size.columns)
    case 'compact':
      return compactLine(scene, facts)
    case 'state':
      return stateLine(scene, cover)
  }
}

/** Names the row that the hit is in, and says what it says. */
function foundLine({ player, frame, size, timeMs }: Scene): Line {
  const { hits = [], at = 0 } = player.search ?? {}
  const hit = hits[at]
  // One may have gone elsewhere since.
  if (!hit || Math.abs(hit.timeMs - timeMs) >= 1)
    return [span(` ${'─'.repeat(Math.max(0, size.columns - 2))}`, 'dim')]
  const row = ` row ${hit.row + 1} of ${frame.rows.length} `
  const room = size.columns - row.length - 2
  const words = showText(frame.rows[hit.row]?.text.trim() ?? '')
  const said = fitText(words, Math.min(Math.max(0, room - 4), [...words].length)).trimEnd()
  const rule = Math.max(0, room - lineWidth([span(said)]))
  return [span(row, 'bold'), span('─'.repeat(rule), 'dim'), span(` ${said} `, 'dim')]
}

const MORE: Hint = ['?', 'keys']

function keysLine(hints: readonly Hint[], columns: number): Line {
  const shown = hintsThatFit(hints, columns)
  return shown.flatMap(([key, does]): Span[] => [span(` ${key}`, 'bold'), span(` ${does} `, 'dim')])
}

/** All of them, with `?` where there is room; else as many as go before the last one and `?`. */
function hintsThatFit(hints: readonly Hint[], columns: number): readonly Hint[] {
  const fits = (some: readonly Hint[]) => lineWidth(keysOf(some)) <= columns
  if (fits([...hints, MORE])) return [...hints, MORE]
  if (fits(hints)) return hints
  const first = hints.slice(0, -1)
  while (first.length > 0 && !fits([...first, ...hints.slice(-1), MORE])) first.pop()
  const shown = [...first, ...hints.slice(-1), MORE]
  return fits(shown) ? shown : [MORE]
}

function keysOf(hints: readonly Hint[]): Line {
  return hints.map(([key, does]) => span(` ${key} ${does} `))
}

interface Compact {
  before: Line
  width: number
  after: Line
}

/** What stands before the bar and after it: with fewer columns, less. */
function compactHead(scene: Scene): Compact {
  const { player, tape, timeMs, idleLimitMs, size } = scene
  const local = tape.startedMs === undefined ? undefined : formatClock(tape.startedMs + timeMs)
  const sign =
    tape.isLive && player.phase === 'following' ? '●' : player.phase === 'playing' ? '▸' : '‖'
  const [elapsed, whole] = [formatElapsed(timeMs), formatElapsed(tape.durationMs)]
  const idle = player.cutsIdle && idleLimitMs !== undefined ? ` idle ≤${idleLimitMs / 1000}s` : ''
  const said = player.notice === undefined ? '' : `  ${showText(player.notice)}`
  const heads = [
    local === undefined
      ? [span(` ${elapsed} `)]
      : [span(` ${local} `), span('·', 'dim'), span(` ${elapsed} `)],
    [span(` ${local ?? elapsed} `)],
  ] as const
  const tails: readonly Line[] = [
    [span(` ${whole}  ${player.speed}x`), span(idle, 'dim'), span(`  ?`, 'dim')],
    [span(` ${whole}  ${player.speed}x  `), span('?', 'dim')],
    [span(` ${whole}  `), span('?', 'dim')],
    [],
  ]
  const end: Line = [span(said, 'bold'), span(' ')]
  const forms = [
    ...tails.slice(0, 3).map((tail) => [heads[0], tail] as const),
    [heads[1], tails[3]!] as const,
  ]
  const widths = ([head, tail]: (typeof forms)[number]) =>
    1 + lineWidth(head) + lineWidth(tail) + lineWidth(end)
  const form = forms.find((one) => widths(one) + COMPACT_BAR_MIN <= size.columns) ?? forms.at(-1)!
  const before = [span(sign, 'live'), ...form[0]]
  return { before, width: lineWidth(before), after: [...form[1], ...end] }
}

function compactBarColumns(scene: Scene): number {
  const { width, after } = compactHead(scene)
  return Math.max(1, scene.size.columns - width - lineWidth(after))
}

function compactLine(scene: Scene, facts: BarFacts): Line {
  const { before, after } = compactHead(scene)
  return [...before, ...barLine(facts, { marks: 'findings', hits: true }), ...after]
}
