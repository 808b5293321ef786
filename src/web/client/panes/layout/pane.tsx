/** A pane: what has the focus of keys, and scrolls by itself. */
import type { ComponentChildren } from 'preact'
import { focusedPane, type PaneName } from '../../state/panes.ts'

interface PaneProps {
  name: PaneName
  /** Read out. */
  label: string
  children: ComponentChildren
}

export function Pane({ name, label, children }: PaneProps) {
  const focus = () => {
    focusedPane.value = name
  }
  return (
    <section
      class={`pane pane-${name}`}
      aria-label={label}
      data-focused={focusedPane.value === name}
      onFocusCapture={focus}
      onPointerDownCapture={focus}
    >
      {children}
    </section>
  )
}
