import {
  ANSWER_TOKENS_MAX,
  bearer,
  chatMessages,
  count,
  field,
  NARRATIVE_SCHEMA,
  type Provider,
  withoutEnding,
} from './provider.ts'

/** Ollama cuts off the beginning of what does not fit its context, silently: so it is told how much is coming. */
const CHARACTERS_PER_TOKEN = 3
const CONTEXT_STEP = 2048

/** Ollama's own chat. */
export const ollama: Provider = {
  forms: ['schema', 'json', 'plain'],
  needsKey: false,

  bases(given) {
    return [
      withoutEnding(given ?? 'http://localhost:11434', '/chat', '/api', '/completions', '/v1'),
    ]
  },

  request(question, { base, model, key }, form) {
    const { system, user } = question
    const tokens = (system.length + user.length) / CHARACTERS_PER_TOKEN + ANSWER_TOKENS_MAX
    const num_ctx = Math.ceil(tokens / CONTEXT_STEP) * CONTEXT_STEP
    const format = form === 'schema' ? NARRATIVE_SCHEMA : 'json'
    return {
      url: `${base}/api/chat`,
      headers: bearer(key),
      body: {
        model,
        stream: false,
        messages: chatMessages(question),
        options: { num_ctx, num_predict: ANSWER_TOKENS_MAX },
        ...(form !== 'plain' && { format }),
      },
    }
  },

  read(answer) {
    const content = field(field(answer, 'message'), 'content')
    if (typeof content !== 'string') return undefined
    return {
      text: content,
      inputTokens: count(field(answer, 'prompt_eval_count')),
      outputTokens: count(field(answer, 'eval_count')),
    }
  },
}
