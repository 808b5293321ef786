/** Goes to a moment, a step, a session or a page, and does what keys do, by name. */
import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { boundKeys, type KeyBinding } from '../keys/press.ts'
import { useKeys } from '../keys/use-keys.ts'
import { RecordedText } from '../panes/recorded-text.tsx'
import { useSessions } from '../panes/use-sessions.ts'
import { destinationsOf, type PaletteEntry } from '../state/destinations.ts'
import { clockMs } from '../state/live.ts'
import { outlines, shownSessions } from '../state/sessions/listed.ts'
import { openView, view } from '../state/view.ts'

const isOpen = signal(false)

const OPEN_KEYS: readonly KeyBinding[] = [
  {
    keys: ['Ctrl-K', ':'],
    does: 'go to, or do, by name',
    inText: true,
    run: openPalette,
    whyNot: () => (isOpen.value ? 'it is open' : undefined),
  },
]

function openPalette(): void {
  isOpen.value = true
}

export function Palette() {
  useKeys('everywhere', OPEN_KEYS)
  return isOpen.value ? <PaletteDialog /> : null
}

/** The box in the bar that opens it. */
export function PaletteButton() {
  return (
    <button type="button" class="find" onClick={openPalette}>
      <span class="cut">Find, or go to a moment: 14:04, #26, sess_6a9</span>
      <kbd>Ctrl K</kbd>
    </button>
  )
}

function close(): void {
  isOpen.value = false
}

const CLOSE_KEYS: readonly KeyBinding[] = [
  { keys: ['Esc'], does: 'close', inText: true, run: close },
]

function PaletteDialog() {
  // What is bound before the dialog binds its own.
  const bound = useRef(boundKeys())
  useKeys('dialog', CLOSE_KEYS)
  useSessions()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const found = destinationsOf(typed, {
    ...view.value,
    nowMs: clockMs.value,
    sessions: shownSessions.value,
    outlines: outlines.value,
    actions: actionsOf(bound.current),
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) setChosen((chosen + by + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') go(found[chosen])
    else return
    event.preventDefault()
  }
  return (
    <dialog ref={dialog} class="palette" aria-label="Go to, or do" onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-label="What to go to"
        aria-expanded={found.length > 0}
        aria-controls="palette-found"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        placeholder="14:04, #26, sess_…, a page, what a key does, or words to search for"
        spellcheck={false}
        autocomplete="off"
        value={typed}
        onKeyDown={onKeyDown}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value)
          setChosen(0)
        }}
      />
      <div id="palette-found" class="palette-found scrolls" role="listbox" aria-label="Where to go">
        {found.map((one, at) => (
          <div
            key={one.id}
            id={`palette-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            onClick={() => go(one)}
          >
            <span class="faint small">{one.kind}</span>
            <RecordedText class="cut" text={one.text} />
            <span class="faint small">{one.note}</span>
          </div>
        ))}
      </div>
    </dialog>
  )
}

function go(to: PaletteEntry | undefined): void {
  if (!to) return
  close()
  if ('run' in to.leads) to.leads.run()
  else openView(to.leads.page, to.leads.parameters)
}

/** What can be done now, each once. */
function actionsOf(bound: ReturnType<typeof boundKeys>) {
  return bound
    .flatMap(({ bindings }) => bindings)
    .filter(({ keys, whyNot }) => keys[0] !== 'Ctrl-K' && whyNot?.() === undefined)
    .map(({ keys, does, run }) => ({ key: keys[0] ?? '', does, run }))
}
