import type { PatchRow } from '../../../api/change-routes.ts'
import { withSigns } from '../recorded-text.tsx'

/** The text of a row, piece by piece. */
export function RowText({ row }: { row: PatchRow }) {
  return (
    <bdi class="row-text">
      {placed(row).map(({ at, text, look }) =>
        look === undefined ? (
          withSigns(text, true)
        ) : (
          <span key={at} class={look} title={look === 'veil' ? 'masked: V shows it' : undefined}>
            {withSigns(text, true)}
          </span>
        ),
      )}
      {row.cut !== undefined && (
        <span class="cut-off"> … {row.cut.toLocaleString('en')} more characters</span>
      )}
    </bdi>
  )
}

function placed({ text: pieces }: PatchRow) {
  let at = 0
  return pieces.map(([text, look]) => {
    const piece = { at, text, look }
    at += text.length
    return piece
  })
}
