import {
  ANSWER_TOKENS_MAX,
  count,
  field,
  NARRATIVE_SCHEMA,
  type Provider,
  textOfBlocks,
  versionedBases,
} from './provider.ts'

const TOOL = 'write_narrative'

/** Anthropic's messages. The schema is that of a tool which the model has to call. */
export const anthropic: Provider = {
  forms: ['schema', 'plain'],
  keyVariable: 'ANTHROPIC_API_KEY',
  needsKey: true,
  bases: versionedBases('https://api.anthropic.com/v1', '/messages'),

  request({ system, user }, { base, model, key }, form) {
    const tool = {
      tools: [{ name: TOOL, description: 'Takes the narrative.', input_schema: NARRATIVE_SCHEMA }],
      tool_choice: { type: 'tool', name: TOOL },
    }
    return {
      url: `${base}/messages`,
      headers: {
        'anthropic-version': '2023-06-01',
        ...(key !== undefined && { 'x-api-key': key }),
      },
      body: {
        model,
        max_tokens: ANSWER_TOKENS_MAX,
        system,
        messages: [{ role: 'user', content: user }],
        ...(form === 'schema' && tool),
      },
    }
  },

  read(answer) {
    const content = field(answer, 'content')
    const texts = textOfBlocks(content)
    if (texts === undefined) return undefined
    const call = (content as unknown[]).find((block) => field(block, 'type') === 'tool_use')
    const usage = field(answer, 'usage')
    const cached = ['cache_read_input_tokens', 'cache_creation_input_tokens'].map(
      (name) => count(field(usage, name)) ?? 0,
    )
    const input = count(field(usage, 'input_tokens'))
    return {
      text: call === undefined ? texts : JSON.stringify(field(call, 'input')),
      inputTokens: input === undefined ? undefined : cached.reduce((sum, n) => sum + n, input),
      outputTokens: count(field(usage, 'output_tokens')),
    }
  },
}
