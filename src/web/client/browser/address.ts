/** The address bar: reads it, writes it, and tells when back or forward was pressed. */
import { after, now } from './clock.ts'

export function readAddress(): string {
  return location.pathname + location.search
}

/** What is dragged changes the address with each frame, more often than browsers let one write it. */
const REPLACE_EVERY_MS = 150

let waiting: { address: string; stop: () => void } | undefined
let replacedMs = -Infinity

/** A new entry of the history at once; what replaces the last one a few times a second, and the last of it surely. */
export function writeAddress(address: string, how: 'push' | 'replace'): void {
  const last = waiting?.address
  forgetWaiting()
  if (how === 'push') {
    if (last !== undefined) replaceNow(last)
    if (address !== readAddress()) history.pushState(null, '', address)
    return
  }
  const waitMs = replacedMs + REPLACE_EVERY_MS - now()
  if (waitMs <= 0) replaceNow(address)
  else {
    const stop = after(waitMs, () => {
      waiting = undefined
      replaceNow(address)
    })
    waiting = { address, stop }
  }
}

function replaceNow(address: string): void {
  replacedMs = now()
  if (address !== readAddress()) history.replaceState(null, '', address)
}

function forgetWaiting(): void {
  waiting?.stop()
  waiting = undefined
}

export function onAddress(listener: (address: string) => void): void {
  addEventListener('popstate', () => {
    forgetWaiting()
    listener(readAddress())
  })
}

/** Goes to where one was before. */
export function goBack(): void {
  history.back()
}

/** What can be given to somebody else: it shows the same, and lets nobody in. */
export function linkTo(address: string): string {
  return location.origin + address
}

/** Takes the token out of the fragment, so that it stands nowhere any more. */
export function takeToken(): string | undefined {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1]
  if (location.hash !== '') history.replaceState(null, '', readAddress())
  return token
}

/** Loads the whole page once more. */
export function reloadPage(): void {
  location.reload()
}
