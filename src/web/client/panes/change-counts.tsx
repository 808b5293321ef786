import type { SentStep } from '../../api/step-rows.ts'

type Changes = NonNullable<SentStep['changes']>

const SIGNS = [
  ['added', '+', 'added'],
  ['removed', '−', 'removed'],
  ['renamed', '→', 'renamed'],
  ['modified', '~', 'modified'],
] as const

/** How many files, by how they changed: `+1 −3 →1 ~2`. */
export function ChangeCounts({ changes }: { changes: Changes }) {
  return (
    <span class="counts small">
      {SIGNS.map(([key, sign, name]) =>
        changes[key] ? (
          <span key={key} class={name}>
            {sign}
            {changes[key]}
          </span>
        ) : null,
      )}
    </span>
  )
}
