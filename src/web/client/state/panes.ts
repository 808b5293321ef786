/** The panes of a page: which has the focus, which stands alone, and which is shown where there is room for one. */
import { computed, signal } from '@preact/signals'

export type PaneName = 'steps' | 'detail' | 'moment'

export const PANES: readonly PaneName[] = ['steps', 'detail', 'moment']

/** The pane that keys are for. */
export const focusedPane = signal<PaneName>('steps')

/** The pane that has all the room; undefined when they stand beside each other. */
export const alonePane = signal<PaneName | undefined>(undefined)

/** How wide the window is, in pixels. */
export const pageWidth = signal(1440)

/** Three columns, two with a dock below, or one at a time. */
export const layout = computed<'wide' | 'docked' | 'single'>(() =>
  pageWidth.value >= 1280 ? 'wide' : pageWidth.value >= 700 ? 'docked' : 'single',
)

/** Goes round; the pane itself takes the focus when it sees that it is its. */
export function focusNextPane(by: 1 | -1): void {
  const at = PANES.indexOf(focusedPane.value)
  focusedPane.value = PANES[(at + by + PANES.length) % PANES.length]!
  if (alonePane.value !== undefined) alonePane.value = focusedPane.value
}

export function toggleAlone(pane: PaneName = focusedPane.value): void {
  alonePane.value = alonePane.value === undefined ? pane : undefined
}
