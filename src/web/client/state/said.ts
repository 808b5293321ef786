/** What the session's agents said, held against the record: asked once, shown by the head and the detail. */
import { computed, signal } from '@preact/signals'
import type { AuditAnswer } from '../../api/audit-routes.ts'
import { unfitting } from './ledger.ts'
import type { PaneQuestion } from './question.ts'

/** Undefined where no session is shown. */
export const saidQuestion = signal<(PaneQuestion<AuditAnswer> & { retry(): void }) | undefined>(
  undefined,
)

/** How many rows do not fit; undefined until it is known. */
export const unfittingCount = computed(() => {
  const audit = saidQuestion.value?.answer.value
  return audit && unfitting(audit)
})
