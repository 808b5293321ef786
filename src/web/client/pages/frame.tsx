/** What stands around every page: bar, band, foot. */
import type { ComponentChildren } from 'preact'
import { boundKeys, refusal } from '../keys/press.ts'
import { about } from '../state/about.ts'
import { addressText, type PageName } from '../state/address-text.ts'
import { openView, view } from '../state/view.ts'

const PAGES: readonly (readonly [page: PageName, name: string, also: readonly PageName[]])[] = [
  ['sessions', 'Sessions', ['session']],
  ['timeline', 'Timeline', ['snapshot']],
  ['file', 'Files', []],
  ['search', 'Search', []],
  ['status', 'Status', ['settings']],
]

export function Frame({ children }: { children: ComponentChildren }) {
  return (
    <div id="page">
      <Bar />
      <main class="page">{children}</main>
      <Foot />
    </div>
  )
}

function Bar() {
  const { page } = view.value
  return (
    <header class="bar">
      <Link class="logo" page="sessions">
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
          <rect width="18" height="18" />
          <path d="M2 11h4l2-6 2.5 8 1.5-4h4" />
        </svg>
        <span>flightrec</span>
      </Link>
      <nav aria-label="Pages">
        {PAGES.map(([name, title, also]) => (
          <Link key={name} page={name} isCurrent={page === name || also.includes(page)}>
            {title}
          </Link>
        ))}
      </nav>
    </header>
  )
}

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

function Foot() {
  const keys = boundKeys()
    .flatMap(({ bindings }) => bindings)
    .filter(({ isAtFoot }) => isAtFoot)
  return (
    <footer class="foot">
      {refusal.value !== undefined ? (
        <span role="status">{refusal.value}</span>
      ) : (
        keys.map(({ keys: [key], does }) => (
          <span key={key}>
            <kbd>{key}</kbd>
            {does}
          </span>
        ))
      )}
      <span class="spring" />
      <span>{about.value?.home}</span>
    </footer>
  )
}
