/** Key events by name, as help and bindings write them: `j`, `G`, `Ctrl-K`, `shift-→`, `space`. */

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}

export function keyName({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const name = NAMES[key] ?? key
  if (ctrlKey || metaKey) return `Ctrl-${name.length === 1 ? name.toUpperCase() : name}`
  if (altKey) return `Alt-${name}`
  return shiftKey && name.length > 1 ? `shift-${name}` : name
}

/** Single keys rest where somebody types. */
export function isTyping({ target }: KeyboardEvent): boolean {
  const element = target instanceof HTMLElement ? target : undefined
  return element?.matches('input, textarea, select, [contenteditable]') ?? false
}

/** Whatever has the focus and can be pressed is pressed by these keys, and by no binding of the page. */
function isPressing({ key, target }: KeyboardEvent): boolean {
  if (key !== 'Enter' && key !== ' ') return false
  return target instanceof HTMLElement && target.closest('button, a[href], summary') !== null
}

/** `press` returns whether the key was for it. */
export function onKey(press: (key: string, isTyping: boolean) => boolean): void {
  addEventListener('keydown', (event) => {
    if (event.isComposing || isPressing(event)) return
    if (press(keyName(event), isTyping(event))) event.preventDefault()
  })
}
