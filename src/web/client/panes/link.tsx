import type { ComponentChildren } from 'preact'
import { addressText, type PageName } from '../state/address-text.ts'
import { openView } from '../state/view.ts'

interface LinkProps {
  page: PageName
  parameters?: Readonly<Record<string, string | undefined>>
  class?: string
  isCurrent?: boolean
  children: ComponentChildren
}

/** A link that can be copied and opened in a tab of its own, and otherwise stays in this page. */
export function Link({ page, parameters = {}, class: name, isCurrent, children }: LinkProps) {
  return (
    <a
      class={name}
      href={addressText({ page, parameters })}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        openView(page, parameters)
      }}
    >
      {children}
    </a>
  )
}
