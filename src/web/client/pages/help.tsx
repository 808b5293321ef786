/** All keys that do something now, by where they are for. */
import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { boundKeys, type KeyBinding, type KeyLevel } from '../keys/press.ts'
import { useKeys } from '../keys/use-keys.ts'

const isOpen = signal(false)

const HELP_KEYS: readonly KeyBinding[] = [
  {
    keys: ['?'],
    does: 'keys',
    isAtFoot: true,
    run: () => {
      isOpen.value = true
    },
  },
]

const CLOSE_KEYS: readonly KeyBinding[] = [
  {
    keys: ['Esc', '?', 'q'],
    does: 'close',
    run: () => {
      isOpen.value = false
    },
  },
]

const TITLES: Readonly<Record<KeyLevel, string>> = {
  dialog: 'In this dialog',
  pane: 'In this pane',
  page: 'On this page',
  everywhere: 'Everywhere',
}

export function Help() {
  useKeys('everywhere', HELP_KEYS)
  return isOpen.value ? <HelpDialog /> : null
}

function HelpDialog() {
  // What is bound before the dialog binds its own.
  const shown = useRef(boundKeys())
  useKeys('dialog', CLOSE_KEYS)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const levels = [...new Set(shown.current.map(({ level }) => level))]
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-label="Keys"
      onClose={() => {
        isOpen.value = false
      }}
    >
      <h2>Keys</h2>
      <div class="help-columns">
        {levels.map((level) => (
          <section key={level}>
            <h3 class="caption">{TITLES[level]}</h3>
            <dl>
              {shown.current
                .filter((one) => one.level === level)
                .flatMap(({ bindings }) => bindings)
                .map((binding) => (
                  <KeyLine key={binding.keys.join()} binding={binding} />
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="faint">Single keys rest where you type.</p>
    </dialog>
  )
}

function KeyLine({ binding: { keys, does, whyNot } }: { binding: KeyBinding }) {
  const reason = whyNot?.()
  return (
    <div class={reason === undefined ? '' : 'faint'}>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  )
}
