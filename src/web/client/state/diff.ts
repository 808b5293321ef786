/** How diffs are shown, wherever there is one. */
import { computed, signal } from '@preact/signals'

/** Side by side, where there is room. */
export const wantsBeside = signal(false)

/** How wide the pane is that shows one, in pixels. */
export const diffWidth = signal(0)

/** Both sides beside each other need so much. */
export const BESIDE_FROM_PIXELS = 900

export const isBeside = computed(() => wantsBeside.value && diffWidth.value >= BESIDE_FROM_PIXELS)

/** Whether lines that differ in blanks alone are shown as the same. */
export const ignoresBlanks = signal(false)

/** Whether what looks like a secret is shown. It is veiled again as soon as one leaves. */
export const isUnveiled = signal(false)

/** How many secrets stand in what is shown. */
export const secretsSeen = signal(0)
