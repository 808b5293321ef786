import type { KeptNarrative } from '../../model/narrative.ts'

/** Returns a narrative as JSON output has it, under `summary`; see docs/json.md. */
export function narrativeJson(narrative: KeptNarrative | undefined) {
  if (!narrative) return null
  const { generated } = narrative
  return {
    llm_provider: narrative.provider,
    model: narrative.model,
    generated_at: generated === undefined ? null : new Date(generated).toISOString(),
    short: narrative.short,
    actions: narrative.actions,
    intent_guess: narrative.intent_guess,
    prompt_sha256: narrative.promptHash || null,
    prompt_bytes: narrative.promptBytes,
    omitted_changes: narrative.omitted,
    input_tokens: narrative.inputTokens ?? null,
    output_tokens: narrative.outputTokens ?? null,
    cost_usd: narrative.costUsd ?? null,
  }
}
