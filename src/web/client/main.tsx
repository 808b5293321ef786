/** Begins the page: lets itself in, ties the view to the address, and draws. */
import { render } from 'preact'
import { ROUTES } from '../api/routes.ts'
import { onAddress, readAddress, reloadPage, takeToken, writeAddress } from './browser/address.ts'
import { ask } from './browser/fetching.ts'
import { onKey } from './browser/keyboard.ts'
import { onWidth } from './browser/window-size.ts'
import { press } from './keys/press.ts'
import { Frame } from './pages/frame.tsx'
import { PAGES } from './pages/pages.tsx'
import { beginSingleKeys } from './pages/single-keys.ts'
import { beginTheme } from './pages/theme-switch.tsx'
import { beginZone } from './pages/zone-switch.tsx'
import { Failure } from './panes/failure.tsx'
import { stayLive } from './panes/stay-live.ts'
import { about } from './state/about.ts'
import { pageWidth } from './state/panes.ts'
import { addressChanged, keepViewIn, view } from './state/view.ts'

function Shown() {
  const { page } = view.value
  const Page = PAGES[page]
  return <Frame>{Page && <Page key={page} />}</Frame>
}

async function begin(): Promise<void> {
  beginTheme()
  beginZone()
  beginSingleKeys()
  const token = takeToken()
  keepViewIn(readAddress(), writeAddress)
  onAddress(addressChanged)
  onKey(press)
  onWidth((width) => {
    pageWidth.value = width
  })
  try {
    if (token !== undefined) await ask(ROUTES.enter, { token })
    about.value = await ask(ROUTES.about, {})
    stayLive(about.value)
    render(<Shown />, document.body)
  } catch (error) {
    render(<Failure failure={error as Error} onRetry={reloadPage} />, document.body)
  }
}

void begin()
