/** The language model that config.toml names: asks it, and says in one way what may go wrong. */
import type { Config } from '../../model/config.ts'
import { parseJson } from '../../model/json.ts'
import type { Narrative } from '../../model/narrative.ts'
import { showText } from '../../model/show.ts'
import { environment } from '../../system/environment.ts'
import { type HttpAnswer, HttpFailure, postJson } from '../../system/http.ts'
import { anthropic } from './anthropic.ts'
import { ollama } from './ollama.ts'
import { openai, openaiCompatible } from './openai.ts'
import { type AnswerForm, field, type ModelSaid, type Provider, type Question } from './provider.ts'
import { readAnswer } from './read-answer.ts'
import { retryAfterMs } from './retry.ts'

const PROVIDERS: Record<Config['llm.provider'], Provider> = {
  anthropic,
  openai,
  'openai-compatible': openaiCompatible,
  ollama,
}

const ANSWER_MAX_BYTES = 1024 ** 2
const SAID_SHOWN_MAX = 300
const ANSWER_SHOWN_MAX = 120
/** How much is looked through for secrets before it is cut: half a key is not known for one. */
const SAID_READ_MAX = 4_000
const TOKENS_PER_PRICE = 1_000_000

/**
 * Why there is no narrative. `busy`: it may work a little later; `setup`: somebody has to do something first;
 * `answer`: the model answered, but not with a narrative; `refused`: it will not take this question.
 */
type AskFailureKind = 'busy' | 'setup' | 'answer' | 'refused'

export class AskFailure extends Error {
  readonly kind: AskFailureKind
  /** How long the provider asks to be left alone. */
  readonly waitMs: number | undefined

  constructor(kind: AskFailureKind, message: string, waitMs?: number) {
    super(message)
    this.kind = kind
    this.waitMs = waitMs
  }
}

interface Way {
  base: string
  form: AnswerForm
}

export type Asked = Omit<ModelSaid, 'text'> & { narrative: Narrative }

export type LanguageModelConfig = Pick<Config, `llm.${string}` & keyof Config>

export class LanguageModel {
  readonly name: string
  readonly model: string
  readonly #config: LanguageModelConfig
  readonly #provider: Provider
  /** Ways to ask that turned out not to work here are not tried again. */
  #ways: readonly Way[]

  constructor(config: LanguageModelConfig) {
    this.#config = config
    this.name = config['llm.provider']
    this.model = config['llm.model']
    this.#provider = PROVIDERS[this.name as Config['llm.provider']]
    const bases = this.#provider.bases(config['llm.base_url'])
    this.#ways = bases.flatMap((base) => this.#provider.forms.map((form) => ({ base, form })))
  }

  /**
   * Asks once. `redact` cleans what a provider says in its errors, which may hold part of a key.
   * @throws {AskFailure}
   */
  async ask(
    question: Question,
    redact: (text: string) => string,
    signal?: AbortSignal,
  ): Promise<Asked> {
    const key = this.#key()
    let left = this.#ways
    let problem: AskFailure | undefined
    for (let way = left[0]; way; way = left[0]) {
      const answer = await this.#send(question, way, key, redact, signal)
      if (answer.status >= 200 && answer.status < 300) {
        this.#ways = left
        return this.#read(answer, question, redact)
      }
      problem ??= failureOf(answer, redact)
      left = waysAfter(left, answer.status)
    }
    throw problem!
  }

  async #send(
    question: Question,
    { base, form }: Way,
    key: string | undefined,
    redact: (text: string) => string,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const request = this.#provider.request(question, { base, model: this.model, key }, form)
    try {
      return await postJson(request, {
        timeoutMs: this.#config['llm.timeout_seconds'] * 1000,
        maxBytes: ANSWER_MAX_BYTES,
        signal,
      })
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error
      const host = new URL(request.url).host
      throw new AskFailure('busy', `${showText(host)}: ${showText(redact(error.message))}`)
    }
  }

  #read(answer: HttpAnswer, question: Question, redact: (text: string) => string): Asked {
    const said = this.#provider.read(parseJson(answer.text))
    if (!said)
      throw new AskFailure('answer', `it is not one of ${this.name}: ${shown(answer, redact)}`)
    const read = readAnswer(said.text, question.user)
    if ('problem' in read) {
      const { problem, instead } = read
      const beginning = instead && `: ${excerpt(instead, redact, ANSWER_SHOWN_MAX)}`
      throw new AskFailure('answer', `${problem}${beginning ?? ''}`)
    }
    const { text: _, ...usage } = said
    return { narrative: read.narrative, ...usage, costUsd: said.costUsd ?? this.#price(usage) }
  }

  #price({ inputTokens, outputTokens }: Omit<ModelSaid, 'text'>): number | undefined {
    const { 'llm.input_price': input, 'llm.output_price': output } = this.#config
    if (input === undefined || output === undefined) return undefined
    if (inputTokens === undefined || outputTokens === undefined) return undefined
    return (inputTokens * input + outputTokens * output) / TOKENS_PER_PRICE
  }

  /** @throws {AskFailure} setup */
  #key(): string | undefined {
    const { keyVariable, needsKey } = this.#provider
    const named = this.#config['llm.api_key_env']
    const variable = named ?? keyVariable
    const key = variable === undefined ? undefined : environment(variable)?.trim()
    if (key) return key
    if (!needsKey && named === undefined) return undefined
    throw new AskFailure('setup', `missing API key: environment variable ${variable} is not set`)
  }
}

/** Ways worth a try after the first one was answered with `status`. */
function waysAfter(ways: readonly Way[], status: number): readonly Way[] {
  const { base } = ways[0]!
  if (status === 404 || status === 405) return ways.filter((way) => way.base !== base)
  return status === 400 || status === 422 ? ways.slice(1).filter((way) => way.base === base) : []
}

function failureOf(answer: HttpAnswer, redact: (text: string) => string): AskFailure {
  const { status } = answer
  if (status >= 300 && status < 400) {
    return new AskFailure(
      'setup',
      `API error ${status}: it points elsewhere, which is not followed`,
    )
  }
  const message = `API error ${status}: ${shown(answer, redact)}`
  if (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500) {
    return new AskFailure('busy', message, retryAfterMs(answer.retryAfter))
  }
  const isAboutQuestion = status === 400 || status === 413 || status === 422
  return new AskFailure(isAboutQuestion ? 'refused' : 'setup', message)
}

/** What the provider says went wrong, or the beginning of its answer. */
function shown({ text }: HttpAnswer, redact: (text: string) => string): string {
  const body = parseJson(text)
  const error = field(body, 'error')
  const message =
    typeof error === 'string' ? error : (field(error, 'message') ?? field(body, 'message'))
  const said = typeof message === 'string' ? message : text.trim()
  return excerpt(said, redact, SAID_SHOWN_MAX) || 'nothing'
}

/** Returns the beginning of what a stranger said, without secrets. */
function excerpt(text: string, redact: (text: string) => string, max: number): string {
  return showText(redact(text.slice(0, SAID_READ_MAX)).slice(0, max))
}
