/** What stands where there are no rows of text to show, and why. */

import { formatSize } from '../../../../model/units.ts'
import type { PatchAnswer } from '../../../api/change-routes.ts'

const WHY: Readonly<Record<PatchAnswer['state'], string>> = {
  text: '',
  same: 'The content is the same.',
  binary: 'Not text.',
  large: 'Too large to be compared here.',
  unheld: 'Over the size cap when it was recorded: only size and hash are known.',
  folder: 'A folder.',
  absent: 'Nothing was recorded under this name, on either side.',
}

export function InsteadOfRows({ patch }: { patch: PatchAnswer }) {
  const { state, before, after } = patch
  const hasSizes = state === 'binary' || state === 'large' || state === 'unheld'
  return (
    <div class="instead">
      <p>{WHY[state]}</p>
      {hasSizes && (
        <dl class="facts">
          <SideFacts name="before" side={before} />
          <SideFacts name="after" side={after} />
        </dl>
      )}
    </div>
  )
}

function SideFacts({ name, side }: { name: string; side: PatchAnswer['before'] }) {
  return (
    <>
      <dt>{name}</dt>
      <dd class="mono">
        {side
          ? `${side.size === null ? 'size not known' : formatSize(side.size)}  ${side.hash ?? ''}`
          : 'not there'}
      </dd>
    </>
  )
}
