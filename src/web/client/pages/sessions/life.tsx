/** The life of a session in small: a pen's line as long as it was, bars where calls ran, and what was reported. */
import type { SessionOutlineAnswer } from '../../../api/session-lists.ts'

const WIDTH = 152
const HEIGHT = 20

type Life = SessionOutlineAnswer['life']

interface LifeProps {
  life: Life | undefined
  /** Whether it goes on: the pen has not been lifted. */
  isOpen: boolean
}

export function LifeInSmall({ life, isOpen }: LifeProps) {
  if (!life) return <span />
  const { columns, bars, marks } = life
  const x = (column: number) => Math.round((column / columns) * WIDTH)
  const path = bars.map(([first, last]) => barPath(x(first), x(last + 1))).join('')
  return (
    <svg class="life-in-small" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path class="life-pen" d={`M0 11.5H${WIDTH}`} />
      <path class="life-bars" d={path} />
      {isOpen && <path class="life-bars" d={`M${WIDTH - 3} 8h3v7h-3z`} />}
      {marks.map(([column, risk]) => (
        <path key={column} class={`life-${risk}`} d={MARKS[risk](inside(x(column)))} />
      ))}
    </svg>
  )
}

function barPath(from: number, to: number): string {
  return `M${from} 8h${Math.max(2, to - from)}v7h-${Math.max(2, to - from)}z`
}

/** A mark at an edge is drawn whole. */
function inside(x: number): number {
  return Math.min(WIDTH - 5, Math.max(5, x))
}

const MARKS: Readonly<Record<Life['marks'][number][1], (x: number) => string>> = {
  danger: (x) => `M${x} 0l4.5 4.5l-4.5 4.5l-4.5 -4.5z`,
  warning: (x) => `M${x} 0.5l4 7.5h-8z`,
  info: (x) => `M${x - 3} 4a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`,
}
