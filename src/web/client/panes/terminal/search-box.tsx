/** Searches what stood on the terminal: hits are ticks on the bar, and `n` goes to the next. */
import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { ROUTES } from '../../../api/routes.ts'
import { soughtText, textHits } from '../../state/terminal/player.ts'
import { useAnswer } from '../use-answer.ts'
import { goToHit, recordingShown } from './player-moves.ts'

export function SearchBox({ recording }: { recording: string }) {
  const text = soughtText.value
  const asked = text === undefined || text === '' ? undefined : { recording, text }
  const { answer } = useAnswer(ROUTES.recordingTexts, asked)
  useSignalEffect(() => {
    textHits.value = soughtText.value ? answer.value : undefined
  })
  if (text === undefined)
    return (
      <button
        type="button"
        class="faint"
        onClick={() => {
          soughtText.value = ''
        }}
      >
        search <kbd>/</kbd>
      </button>
    )
  return <OpenBox text={text} />
}

function OpenBox({ text }: { text: string }) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => box.current?.focus(), [])
  const close = () => {
    soughtText.value = undefined
  }
  return (
    <span class="terminal-search">
      <input
        ref={box}
        type="search"
        aria-label="search the terminal"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => {
          soughtText.value = currentTarget.value
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close()
          if (event.key !== 'Enter') return
          goToHit(event.shiftKey ? -1 : 1)
          box.current?.blur()
        }}
      />
      <HitCount />
    </span>
  )
}

function HitCount() {
  const hits = textHits.value
  if (!hits) return null
  const { texts, is_cut } = hits
  const atMs = recordingShown()?.atMs ?? 0
  const place = texts.filter(({ at_ms }) => at_ms <= atMs).length
  return (
    <span class="small faint" role="status">
      {texts.length === 0 ? 'none' : `${place} of ${texts.length}${is_cut ? '+' : ''}`}
    </span>
  )
}
