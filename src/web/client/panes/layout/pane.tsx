/** A pane: what has the focus of keys, and scrolls by itself. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
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
  const isFocused = focusedPane.value === name
  const pane = useRef<HTMLElement>(null)
  const isNew = useRef(true)
  useEffect(() => {
    const element = pane.current
    // Only keys that go from pane to pane move the focus.
    const wasNew = isNew.current
    isNew.current = false
    if (wasNew) return
    if (!isFocused || !element || element.contains(document.activeElement)) return
    const first = element.querySelector<HTMLElement>('[role=listbox], [tabindex="0"]')
    ;(first ?? element).focus({ preventScroll: true })
  }, [isFocused])
  return (
    <section
      ref={pane}
      tabIndex={-1}
      class={`pane pane-${name}`}
      aria-label={label}
      data-focused={isFocused}
      onFocusCapture={focus}
      onPointerDownCapture={focus}
    >
      {children}
    </section>
  )
}
