/** Which binding a key is for: those of the pane with the focus, then the page's, then everywhere's. */
import { signal } from '@preact/signals'

export interface KeyBinding {
  /** By the names of `browser/keyboard.ts`. */
  keys: readonly string[]
  /** What it does, for the help and the foot: `next finding`. */
  does: string
  run(): void
  /** Why it cannot now: said instead of done. */
  whyNot?: () => string | undefined
  /** Also where somebody types; there a letter or a sign by itself is text, and never a key. */
  inText?: boolean
  /** Shown at the foot of the page. */
  isAtFoot?: boolean
}

export const LEVELS = ['dialog', 'pane', 'page', 'everywhere'] as const

export type KeyLevel = (typeof LEVELS)[number]

interface Bound {
  level: KeyLevel
  bindings: readonly KeyBinding[]
}

/** The latest of a level comes first. */
const bound = signal<readonly Bound[]>([])

/** Whether letters and signs by themselves are keys: some speak to their machine, and they disturb there. */
export const hasSingleKeys = signal(true)

/** Said at the foot when a key could not do what it does. */
export const refusal = signal<string | undefined>(undefined)

/** Returns what takes them away again. */
export function bindKeys(level: KeyLevel, bindings: readonly KeyBinding[]): () => void {
  const one = { level, bindings }
  bound.value = [one, ...bound.value]
  return () => {
    bound.value = bound.value.filter((other) => other !== one)
  }
}

/** All bindings in the order in which they are asked; a dialog hides those of pane and page. */
export function boundKeys(): readonly Bound[] {
  const isInDialog = bound.value.some(({ level }) => level === 'dialog')
  return LEVELS.filter(
    (level) => !isInDialog || level === 'dialog' || level === 'everywhere',
  ).flatMap((level) => bound.value.filter((one) => one.level === level))
}

/** Returns whether the key was for any. */
export function press(key: string, isTyping: boolean): boolean {
  const isSingle = key.length === 1
  if (isSingle && !hasSingleKeys.value) return false
  for (const { bindings } of boundKeys()) {
    const binding = bindings.find(
      ({ keys, inText }) => keys.includes(key) && (!isTyping || (inText && !isSingle)),
    )
    if (!binding) continue
    refusal.value = binding.whyNot?.()
    if (refusal.value === undefined) binding.run()
    return true
  }
  return false
}
