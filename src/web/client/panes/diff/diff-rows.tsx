/** Rows of a patch: one column of them, or two beside each other. */
import type { PatchPair, PatchRow } from '../../../api/change-routes.ts'
import { RowText } from './row-text.tsx'

/** Pixels. */
export const ROW_HEIGHT = 18

const SIGNS: Readonly<Record<PatchRow['is'], string>> = {
  added: '+',
  removed: '−',
  context: ' ',
  hunk: ' ',
  note: ' ',
}

/** Whoever has no pointer scrolls it with the arrows. */
const SCROLLED = { tabIndex: 0 }

interface RowsProps<Row> {
  rows: readonly { index: number; row: Row | undefined }[]
  /** What it is the diff of, read out. */
  label: string
}

export function UnifiedRows({ rows, label }: RowsProps<PatchRow>) {
  return (
    <section class="patch-rows" aria-label={label} {...SCROLLED}>
      <div class="patch-lines">
        {rows.map(({ index, row }) => (
          <UnifiedRow key={index} row={row} />
        ))}
      </div>
    </section>
  )
}

function UnifiedRow({ row }: { row: PatchRow | undefined }) {
  if (!row) return <div class="patch-row" />
  return (
    <div class="patch-row" data-is={row.is}>
      <span class="line-number">{row.old}</span>
      <span class="line-number">{row.new}</span>
      <span class="sign">{SIGNS[row.is]}</span>
      <RowText row={row} />
    </div>
  )
}

/** Each side scrolls by itself to the right, and both down with the page. */
export function BesideRows({ rows, label }: RowsProps<PatchPair>) {
  return (
    <div class="patch-sides">
      {([0, 1] as const).map((side) => (
        <section
          key={side}
          class="patch-rows"
          aria-label={`${label}, ${side === 0 ? 'before' : 'after'}`}
          {...SCROLLED}
        >
          <div class="patch-lines">
            {rows.map(({ index, row: pair }) => (
              <SideRow key={index} row={pair?.[side]} side={side} />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

function SideRow({ row, side }: { row: PatchRow | null | undefined; side: 0 | 1 }) {
  if (!row) return <div class="patch-row" data-is={row === null ? 'nothing' : undefined} />
  const isHead = row.is === 'hunk' || row.is === 'note'
  return (
    <div class="patch-row" data-is={row.is}>
      <span class="line-number">{side === 0 ? row.old : row.new}</span>
      <span class="sign">{SIGNS[row.is]}</span>
      {isHead && side === 1 ? <span /> : <RowText row={row} />}
    </div>
  )
}
