import type { Session } from '../../model/session.ts'
import type { SessionState } from '../../model/session-state.ts'
import type { SessionOutline } from '../sessions/session-outline.ts'
import { LIFE_COLUMNS } from '../sessions/session-outline.ts'
import { promptTokens } from '../sessions/usage-sum.ts'

/** Returns a session at a glance, as JSON output has it; see docs/json.md. */
export function outlineJson({ id, totals }: Session, outline: SessionOutline, state: SessionState) {
  const { open, usage } = outline
  const given = promptTokens(usage)
  const isKnown = given !== undefined || usage.output_tokens !== undefined
  return {
    type: 'session-outline' as const,
    session: id,
    total_events: totals.events,
    state,
    prompt: outline.prompt ?? null,
    role: outline.role ?? null,
    open_call: open
      ? { summary: open.summary, since: new Date(open.sinceMs).toISOString(), asks: open.asks }
      : null,
    failed: outline.failed,
    refused: outline.refused,
    models: outline.models,
    rules: outline.rules,
    tokens: isKnown ? (given ?? 0) + (usage.output_tokens ?? 0) : null,
    cost_usd: usage.cost_usd ?? null,
    life: { columns: LIFE_COLUMNS, bars: outline.bars, marks: outline.marks },
  }
}
