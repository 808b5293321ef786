/** Who makes a model, by the names that standards give them. */
interface ModelMaker {
  /** As models.dev has it. */
  id: string
  /** As OpenTelemetry's `gen_ai.provider.name` has it. */
  otel: string
}

const ANTHROPIC: ModelMaker = { id: 'anthropic', otel: 'anthropic' }
const OPENAI: ModelMaker = { id: 'openai', otel: 'openai' }
const GOOGLE: ModelMaker = { id: 'google', otel: 'gcp.gemini' }
const MISTRAL: ModelMaker = { id: 'mistral', otel: 'mistral_ai' }
const DEEPSEEK: ModelMaker = { id: 'deepseek', otel: 'deepseek' }
const XAI: ModelMaker = { id: 'xai', otel: 'x_ai' }

const BY_NAME: readonly [RegExp, ModelMaker][] = [
  [/^claude\b/i, ANTHROPIC],
  [/^(?:gpt|chatgpt|codex|o\d)\b/i, OPENAI],
  [/^gemini\b/i, GOOGLE],
  [/^(?:mistral|ministral|magistral|codestral|devstral)\b/i, MISTRAL],
  [/^deepseek\b/i, DEEPSEEK],
  [/^grok\b/i, XAI],
]

const BY_AGENT: Record<string, ModelMaker> = {
  'claude-code': ANTHROPIC,
  codex: OPENAI,
  'gemini-cli': GOOGLE,
}

/** Returns who is known to make a model; an agent without a telling one uses that of its own maker. */
export function modelMaker(agent: string, model?: string): ModelMaker | undefined {
  const name = model?.slice(model.lastIndexOf('/') + 1) ?? ''
  const named = BY_NAME.find(([pattern]) => pattern.test(name))
  return named?.[1] ?? (Object.hasOwn(BY_AGENT, agent) ? BY_AGENT[agent] : undefined)
}
