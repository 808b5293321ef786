import {
  ANSWER_TOKENS_MAX,
  type AnswerForm,
  bearer,
  chatMessages,
  count,
  field,
  NARRATIVE_SCHEMA,
  type Provider,
  textOfBlocks,
  versionedBases,
} from './provider.ts'

/** OpenAI's chat completions. */
export const openai: Provider = {
  forms: ['schema', 'json', 'plain'],
  keyVariable: 'OPENAI_API_KEY',
  needsKey: true,
  bases: versionedBases('https://api.openai.com/v1', '/chat/completions'),

  request(question, { base, model, key }, form) {
    return {
      url: `${base}/chat/completions`,
      headers: bearer(key),
      body: {
        model,
        max_completion_tokens: ANSWER_TOKENS_MAX,
        messages: chatMessages(question),
        ...responseFormat(form),
      },
    }
  },

  read(answer) {
    const choices = field(answer, 'choices')
    if (!Array.isArray(choices)) return undefined
    const message = field(choices[0], 'message')
    const content = field(message, 'content')
    const usage = field(answer, 'usage')
    return {
      text: typeof content === 'string' ? content : (textOfBlocks(content) ?? ''),
      inputTokens: count(field(usage, 'prompt_tokens')),
      outputTokens: count(field(usage, 'completion_tokens')),
      // What OpenRouter adds.
      costUsd: count(field(usage, 'cost')),
    }
  },
}

function responseFormat(form: AnswerForm) {
  if (form === 'plain') return {}
  if (form === 'json') return { response_format: { type: 'json_object' } }
  const json_schema = { name: 'narrative', strict: true, schema: NARRATIVE_SCHEMA }
  return { response_format: { type: 'json_schema', json_schema } }
}

/** The same language spoken by others, such as vLLM, LM Studio, llama.cpp or OpenRouter; a key is optional. */
export const openaiCompatible: Provider = {
  ...openai,
  needsKey: false,

  request(question, access, form) {
    const { body, ...request } = openai.request(question, access, form)
    const { max_completion_tokens: max_tokens, ...others } = body as Record<string, unknown>
    return { ...request, body: { ...others, max_tokens } }
  },
}
