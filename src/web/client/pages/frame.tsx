/** What stands around every page: bar, band, foot. */
import type { ComponentChildren } from 'preact'
import { boundKeys, refusal } from '../keys/press.ts'
import { Link } from '../panes/link.tsx'
import { about } from '../state/about.ts'
import type { PageName } from '../state/address-text.ts'
import { view } from '../state/view.ts'
import { Band } from './band.tsx'
import { Help } from './help.tsx'
import { Light } from './light.tsx'
import { Notice } from './notice.tsx'
import { Palette, PaletteButton } from './palette.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { ZoneSwitch } from './zone-switch.tsx'

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
      <Band />
      <main class="page">{children}</main>
      <Foot />
      <Help />
      <Palette />
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
      <PaletteButton />
      <span class="spring" />
      <Light />
      <ThemeSwitch />
    </header>
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
      <Notice />
      <span>{about.value?.home}</span>
      <ZoneSwitch />
    </footer>
  )
}
