/** What opentelemetry-proto's JSON mapping and the conventions for generative AI (1.41) ask for. */
import { expect, test } from 'vitest'
import type { Event } from '../../../src/model/event.ts'
import { otlpRequests } from '../../../src/review/export/otlp.ts'
import { ODD_EVENTS, TOLD_AT, toldSession } from '../../helpers/told-session.ts'

interface Span {
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: Record<string, unknown> }[]
  status: { code?: number }
}

interface Request {
  resourceSpans: { scopeSpans: { schemaUrl: string; spans: Span[] }[] }[]
}

async function spansOf(...told: Partial<Event>[]): Promise<Span[]> {
  const exported = toldSession(...told)
  const spans: Span[] = []
  for await (const request of otlpRequests({ ...exported, topmost: exported.session.id }, '1.0')) {
    const [scope] = (request as Request).resourceSpans[0]!.scopeSpans
    expect(scope!.schemaUrl).toBe('https://opentelemetry.io/schemas/1.41.0')
    spans.push(...scope!.spans)
  }
  return spans
}

function attribute({ attributes }: Span, key: string): object | undefined {
  return attributes.find((one) => one.key === key)?.value
}

const UINT64_MAX = 2n ** 64n - 1n

test('times are unsigned numbers of 64 bits as text, and no span ends before it starts', async () => {
  for (const { startTimeUnixNano: start, endTimeUnixNano: end } of await spansOf(...ODD_EVENTS)) {
    for (const time of [start, end]) {
      expect(time).toMatch(/^\d+$/)
      expect(BigInt(time) <= UINT64_MAX).toBe(true)
    }
    expect(BigInt(start) <= BigInt(end)).toBe(true)
  }
})

test('a call of which only the end was told began so much earlier', async () => {
  const [span] = await spansOf({ phase: 'after', tool: 'sh', duration_ms: 1_500.5 })
  const end = BigInt(Date.parse(TOLD_AT)) * 1_000_000n
  expect(span!.endTimeUnixNano).toBe(String(end))
  expect(end - BigInt(span!.startTimeUnixNano)).toBe(1_501_000_000n)
})

test('an attribute stands once in a span and is of one type: tokens whole, money not', async () => {
  for (const { attributes } of await spansOf(...ODD_EVENTS)) {
    const keys = attributes.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { key, value } of attributes) {
      const type = key.endsWith('_tokens') ? 'intValue' : key.endsWith('_usd') ? 'doubleValue' : ''
      if (type !== '') expect(Object.keys(value)).toEqual([type])
    }
  }
})

test('what the conventions require is there, also of an agent and a model nobody knows', async () => {
  const spans = await spansOf(...ODD_EVENTS, { model: 'home-made', usage: { input_tokens: 1 } })
  const agent = spans.at(-1)!
  expect(agent).toMatchObject({ name: 'invoke_agent bot', kind: 1 })
  expect(attribute(agent, 'gen_ai.agent.version')).toEqual({ stringValue: '3.2.1' })
  const chat = spans.find(({ name }) => name === 'chat home-made')!
  expect(chat.kind).toBe(3)
  for (const span of [agent, chat]) {
    expect(attribute(span, 'gen_ai.operation.name')).toBeDefined()
    expect(attribute(span, 'gen_ai.provider.name')).toEqual({ stringValue: 'bot' })
  }
  for (const span of spans.filter(({ name }) => name.startsWith('execute_tool'))) {
    expect(attribute(span, 'gen_ai.tool.name')).toBeDefined()
  }
})

test('a span has an error with its type where the call failed, and else no status', async () => {
  const ended = (more: Partial<Event>) => spansOf({ phase: 'after', tool: 'sh', ...more })
  for (const more of [{ exit_code: 2 }, { failed: true as const }]) {
    const [span] = await ended(more)
    expect(span!.status).toEqual({ code: 2 })
    expect(attribute(span!, 'error.type')).toBeDefined()
  }
  const [fine] = await ended({ exit_code: 0 })
  expect(fine!.status).toEqual({})
  expect(attribute(fine!, 'error.type')).toBeUndefined()
})

test('the maker of a model has the name of the conventions, whoever hands it on', async () => {
  const providerOf = async (model: string) =>
    attribute((await spansOf({ model })).at(-1)!, 'gen_ai.provider.name')
  for (const [model, name] of [
    ['openrouter/anthropic/claude-opus-5', 'anthropic'],
    ['o3', 'openai'],
    ['gemini-3-pro', 'gcp.gemini'],
    ['devstral-2', 'mistral_ai'],
    ['xai/grok-5', 'x_ai'],
    ['deepseek-v4', 'deepseek'],
  ] as const) {
    expect(await providerOf(model)).toEqual({ stringValue: name })
  }
})
