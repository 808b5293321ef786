/** What the page shows: a page and its parameters, which are all that the address holds. */
import { signal } from '@preact/signals'
import { addressText, type PageName, parseAddress, type ViewParameters } from './address-text.ts'

export interface PageView {
  page: PageName
  parameters: ViewParameters
}

export const view = signal<PageView>({ page: 'sessions', parameters: {} })

let write: (address: string, how: 'push' | 'replace') => void = () => {}

/** Ties the view to the address bar, or to whatever keeps it. */
export function keepViewIn(
  address: string,
  writeAddress: (address: string, how: 'push' | 'replace') => void,
): void {
  write = writeAddress
  view.value = parseAddress(address)
}

/** Back or forward was pressed. */
export function addressChanged(address: string): void {
  view.value = parseAddress(address)
}

/** Goes to another view. A choice is an entry of the history; what is dragged or played replaces the last. */
export function openView(
  page: PageName,
  parameters: ViewParameters = {},
  how: 'push' | 'replace' = 'push',
): void {
  view.value = { page, parameters }
  write(addressText(view.value), how)
}

/** Changes some parameters of the view that is shown; undefined takes one out. */
export function changeView(parameters: ViewParameters, how: 'push' | 'replace' = 'replace'): void {
  openView(view.value.page, { ...view.value.parameters, ...parameters }, how)
}
