/** The stretch of time that the lanes show: `w=A..B` of the address, in milliseconds since the epoch. */
import { computed } from '@preact/signals'
import { changeView, view } from './view.ts'

export interface WindowSpan {
  fromMs: number
  toMs: number
}

/** Undefined when all of it is shown. */
export const stripWindow = computed((): WindowSpan | undefined => {
  const found = /^(\d{1,15})\.\.(\d{1,15})$/.exec(view.value.parameters.w ?? '')
  if (!found) return undefined
  const [fromMs, toMs] = [Number(found[1]), Number(found[2])]
  return fromMs < toMs ? { fromMs, toMs } : undefined
})

/** Undefined shows all. A drag leaves no trace in the history. */
export function showWindow(span: WindowSpan | undefined): void {
  changeView({ w: span && `${Math.round(span.fromMs)}..${Math.round(span.toMs)}` })
}
