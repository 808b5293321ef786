/** What stands instead of rows, with both states of a picture where that is what a file is. */
import { useState } from 'preact/hooks'
import type { PatchAnswer } from '../../../api/change-routes.ts'
import { addressOf } from '../../../api/route.ts'
import { ROUTES } from '../../../api/routes.ts'
import { InsteadOfRows } from './instead-of-rows.tsx'

/** The server decides by the bytes what is a picture; by the name it is only asked for. */
const NAMES = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico)$/i

interface PicturePairProps {
  root: string
  patch: PatchAnswer
  /** Where nothing around it scrolls. */
  scrolls?: boolean
}

export function PicturePair({ root, patch, scrolls = false }: PicturePairProps) {
  const sides = [['before', patch.before] as const, ['after', patch.after] as const].filter(
    ([, side]) => patch.state === 'binary' && side && NAMES.test(side.name),
  )
  return (
    <div class={scrolls ? 'picture-pair scrolls' : 'picture-pair'}>
      <InsteadOfRows patch={patch} />
      {sides.map(([name, side]) => (
        <Picture
          key={side!.hash}
          name={name}
          source={addressOf(ROUTES.fileContent, {
            root,
            file: side!.address,
            at: side!.snapshot_id,
            as: 'image',
          })}
        />
      ))}
    </div>
  )
}

function Picture({ name, source }: { name: string; source: string }) {
  const [isShown, setShown] = useState(true)
  if (!isShown) return null
  return (
    <figure>
      <figcaption class="caption">{name}</figcaption>
      <img src={source} alt={`the file ${name}`} onError={() => setShown(false)} />
    </figure>
  )
}
