/** Colours of the tokens as they are now, for what is drawn on a canvas. */
import { signal } from '@preact/signals'

/** Rises when the colours change: light, dark, another contrast. */
export const colorsChanged = signal(0)

let probe: HTMLElement | undefined
let known = new Map<string, string>()

/** Returns the colour of a token: `tokenColor('ink-2')`. */
export function tokenColor(name: string): string {
  const color = known.get(name) ?? readColor(name)
  known.set(name, color)
  return color
}

function readColor(name: string): string {
  if (!probe) {
    probe = document.createElement('i')
    probe.hidden = true
    document.body.append(probe)
    watchColors()
  }
  probe.style.color = `var(--${name})`
  return getComputedStyle(probe).color
}

function watchColors(): void {
  const forget = () => {
    known = new Map()
    colorsChanged.value += 1
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', forget)
  const settings = { attributes: true, attributeFilter: ['data-theme'] }
  new MutationObserver(forget).observe(document.documentElement, settings)
}
