/** What this browser remembers of the page: small words under `flightrec.`; nothing recorded is among them. */

export function readSetting(name: string): string | undefined {
  try {
    return localStorage.getItem(`flightrec.${name}`) ?? undefined
  } catch {
    // The browser keeps nothing: then each visit begins anew.
    return undefined
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`flightrec.${name}`, value)
  } catch {
    // As above.
  }
}
