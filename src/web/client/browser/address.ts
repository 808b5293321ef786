/** The address bar: reads it, writes it, and tells when back or forward was pressed. */

export function readAddress(): string {
  return location.pathname + location.search
}

export function writeAddress(address: string, how: 'push' | 'replace'): void {
  if (address === readAddress()) return
  if (how === 'push') history.pushState(null, '', address)
  else history.replaceState(null, '', address)
}

export function onAddress(listener: (address: string) => void): void {
  addEventListener('popstate', () => listener(readAddress()))
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
