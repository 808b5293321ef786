/** What a provider of language models is: how it is asked, and where its answer stands. One file for each shape. */
import type { JsonRequest } from '../../system/http.ts'

/** What is asked of a model. */
export interface Question {
  system: string
  user: string
}

/**
 * How firmly the provider is told to answer in JSON: by a schema, by saying that it is JSON, or by the prompt
 * alone. Where one is not known, the next is tried.
 */
export type AnswerForm = 'schema' | 'json' | 'plain'

/** What a provider needs to know. */
interface ModelAccess {
  /** Where its API is, without a slash at the end. */
  base: string
  model: string
  /** Absent where none is needed. */
  key: string | undefined
}

/** What a model said, before anything is made of it. */
export interface ModelSaid {
  text: string
  inputTokens?: number | undefined
  outputTokens?: number | undefined
  costUsd?: number | undefined
}

export interface Provider {
  /** From the firmest on. */
  forms: readonly AnswerForm[]
  /** Variable that holds the key when config.toml names none; absent where none is needed. */
  keyVariable?: string
  /** Whether there is no asking without a key. */
  needsKey: boolean
  /** Addresses to try, the likeliest first; `given` is that of config.toml. */
  bases(given: string | undefined): readonly string[]
  request(question: Question, access: ModelAccess, form: AnswerForm): JsonRequest
  /** Reads a successful answer; undefined when it is not of this provider's making. */
  read(answer: unknown): ModelSaid | undefined
}

/** Most that a model may write: a narrative is short, but thinking counts too. */
export const ANSWER_TOKENS_MAX = 4096

/** What a narrative is, as a JSON schema. */
export const NARRATIVE_SCHEMA = {
  type: 'object',
  properties: {
    short: { type: 'string', description: 'One sentence on what changed.' },
    actions: {
      type: 'array',
      items: { type: 'string' },
      description: 'What was done, one a line.',
    },
    intent_guess: {
      anyOf: [{ type: 'string' }, { type: 'null' }],
      description: 'Why it was probably done; null when that cannot be told.',
    },
  },
  required: ['short', 'actions', 'intent_guess'],
  additionalProperties: false,
} as const

const VERSION = /\/v\d+(?:[a-z]+\d*)?(?:\/|$)/

/** Takes `endings`, such as the path of the question itself, off an address. */
export function withoutEnding(address: string, ...endings: readonly string[]): string {
  const plain = address.replace(/\/+$/, '')
  const ending = endings.find((candidate) => plain.endsWith(candidate))
  return ending === undefined ? plain : withoutEnding(plain.slice(0, -ending.length), ...endings)
}

/**
 * The `bases` of an API whose address has a version in it: `usual`, or what config.toml gives, which may end in
 * `path`. One that names no version is tried with `/v1` first, and then as it is.
 */
export function versionedBases(usual: string, path: string): Provider['bases'] {
  return (given) => {
    if (given === undefined) return [usual]
    const address = withoutEnding(given, path)
    return VERSION.test(new URL(address).pathname) ? [address] : [`${address}/v1`, address]
  }
}

/** The question as OpenAI has it, and Ollama after it. */
export function chatMessages({ system, user }: Question) {
  return [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ]
}

/** The header that carries a key; none without one. */
export function bearer(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` }
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined
}

export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

/** Joins the texts of blocks such as `{"type":"text","text":"…"}`; thinking blocks have other types. */
export function textOfBlocks(blocks: unknown): string | undefined {
  if (!Array.isArray(blocks)) return undefined
  const texts = blocks
    .filter((block) => field(block, 'type') === 'text')
    .map((block) => field(block, 'text'))
  return texts.filter((text) => typeof text === 'string').join('')
}
