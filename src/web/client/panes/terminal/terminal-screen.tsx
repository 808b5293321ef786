/** The rows of a terminal as they stood, with its cursor and what was searched for. */
import type { CSSProperties } from 'preact'
import { type RowSpan, spansOf } from '../../state/terminal/row-spans.ts'
import type { ScreenNow } from '../../state/terminal/screen.ts'
import { withSigns } from '../recorded-text.tsx'

interface TerminalScreenProps {
  screen: ScreenNow
  /** Of this picture. */
  hits: readonly { row: number; column: number; length: number }[]
}

export function TerminalScreen({ screen, hits }: TerminalScreenProps) {
  const { columns, rows, cursor } = screen
  return (
    <section
      class="terminal-screen"
      aria-label={`terminal, ${columns} by ${rows.length}`}
      style={{ '--columns': columns, '--rows': rows.length }}
    >
      {[...rows.entries()].map(([row, painted]) => (
        <TerminalRow key={row} painted={painted} />
      ))}
      {hits.map(({ row, column, length }) => (
        <i key={`${row}:${column}`} class="terminal-hit" style={placeOf(row, column, length)} />
      ))}
      {cursor && (
        <i
          class="terminal-cursor"
          data-shape={cursor.shape ?? 'block'}
          style={placeOf(cursor.row, cursor.column, 1)}
        />
      )}
    </section>
  )
}

function placeOf(row: number, column: number, cells: number): CSSProperties {
  return { '--row': row, '--column': column, '--cells': cells }
}

function TerminalRow({ painted }: { painted: string }) {
  return (
    <div class="terminal-row">
      {spansOf(painted).map((span) => (
        <Span key={span.column} span={span} />
      ))}
    </div>
  )
}

function Span({ span }: { span: RowSpan }) {
  const { text, cells, looks, ink, ground } = span
  const isInverse = looks.includes('inverse')
  const [front, back] = isInverse ? [ground ?? 'ground', ink ?? 'ink'] : [ink, ground]
  const isPlain = looks.length === 0 && ink === undefined && ground === undefined
  const isFitted = text.length !== cells || cells === 1
  if (isPlain && !isFitted) return <>{withSigns(text)}</>
  const style: CSSProperties = {
    ...(front !== undefined && { color: colorOf(front) }),
    ...(back !== undefined && { background: colorOf(back) }),
    ...(isFitted && { '--cells': cells }),
  }
  return (
    <span class={[...looks, ...(isFitted ? ['fitted'] : [])].join(' ')} style={style}>
      {withSigns(text)}
    </span>
  )
}

/** One of the terminal's own colours, or one as a program wrote it. */
function colorOf(color: number | string): string {
  if (typeof color === 'number') return `var(--t${color})`
  return color.startsWith('rgb') ? color : `var(--t-${color})`
}
