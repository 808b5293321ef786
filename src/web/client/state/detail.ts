/** The tab of the detail that is open: a part of the address. */
import { computed } from '@preact/signals'
import { changeView, view } from './view.ts'

export const DETAIL_TABS = ['step', 'diff', 'said', 'undo'] as const

export type DetailTab = (typeof DETAIL_TABS)[number]

export const detailTab = computed<DetailTab>(() => {
  const { tab } = view.value.parameters
  return DETAIL_TABS.find((name) => name === tab) ?? 'step'
})

export function openTab(tab: DetailTab): void {
  changeView({ tab: tab === 'step' ? undefined : tab }, 'push')
}
