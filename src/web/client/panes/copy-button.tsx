import { useEffect, useState } from 'preact/hooks'
import { copyText } from '../browser/clipboard.ts'
import { after } from '../browser/clock.ts'

const TOLD_MS = 2_000

/** Copies a text, and says for a moment whether that went. As wide after as before. */
export function CopyButton({ text, name = 'Copy' }: { text: string; name?: string }) {
  const [told, setTold] = useState<string | undefined>(undefined)
  useEffect(
    () => (told === undefined ? undefined : after(TOLD_MS, () => setTold(undefined))),
    [told],
  )
  return (
    <button
      type="button"
      class="button copy"
      data-told={told}
      onClick={() => {
        copyText(text).then((isCopied) => setTold(isCopied ? 'copied' : 'not allowed'))
      }}
    >
      <span>{name}</span>
      <span role="status">{told}</span>
    </button>
  )
}
