/** Has a change or a session told by a language model. Nothing leaves this machine but through `ask` here. */
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { type KeptNarrative, tidyNarrative } from '../../model/narrative.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { redactText } from '../../rules/redaction/redact-text.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { now } from '../../system/clock.ts'
import { environment } from '../../system/environment.ts'
import { RootSecrets } from '../secrets/root-secrets.ts'
import { readMaterial } from './change-material.ts'
import { AskFailure, LanguageModel, type LanguageModelConfig } from './language-model.ts'
import { changeQuestion, questionMark, sessionQuestion } from './prompt.ts'
import type { Question } from './provider.ts'
import { logSent, type SentLine } from './sent-log.ts'

/** About 8,000 tokens with the words around it. */
const MATERIAL_CHARACTERS_MAX = 24_000
/** More than is kept of a narrative, and still cleaned within a moment. */
const [SAID_MAX, SAID_ACTIONS_MAX] = [4_000, 40]

interface NarratedSession {
  id: string
  root: string | undefined
  /** What it is, in a sentence. */
  title: string
  lines: readonly string[]
  /** Lines that did not fit. */
  omitted: number
}

export class Narrator {
  readonly #home: Home
  readonly #model: LanguageModel
  readonly #maxChanges: number
  readonly #secrets: RootSecrets

  constructor(home: Home, config: LanguageModelConfig) {
    this.#home = home
    this.#model = new LanguageModel(config)
    this.#maxChanges = config['llm.max_changes_per_prompt']
    // Whatever its variable is called, and whoever repeats it.
    const key = environment(config['llm.api_key_env'] ?? '')
    this.#secrets = new RootSecrets(key === undefined ? [] : [key])
  }

  /**
   * Returns a narrative of what changed from one snapshot to another; undefined when no content did.
   * @throws {AskFailure}
   */
  async narrateChange(
    { gitDir, root }: ShadowRepo,
    reader: ObjectReader,
    { from, to }: { from: Snapshot | undefined; to: Snapshot },
    signal?: AbortSignal,
  ): Promise<KeptNarrative | undefined> {
    const query = { before: from?.tree, after: to.tree }
    const limits = { maxChanges: this.#maxChanges, maxCharacters: MATERIAL_CHARACTERS_MAX }
    const finder = this.#secrets.finderFor(root)
    const material = await readMaterial(gitDir, reader, query, finder, limits)
    if (material.total === 0) return undefined
    const question = changeQuestion(from?.id, to.id, material)
    const omitted = material.total - material.told.length
    return await this.#ask(question, { subject: to.id, root, omitted }, signal)
  }

  /** @throws {AskFailure} */
  async narrateSession(session: NarratedSession, signal?: AbortSignal): Promise<KeptNarrative> {
    const { id, root, title, lines, omitted } = session
    return await this.#ask(sessionQuestion(title, lines), { subject: id, root, omitted }, signal)
  }

  async #ask(
    plain: Question,
    { subject, root, omitted }: { subject: string; root: string | undefined; omitted: number },
    signal: AbortSignal | undefined,
  ): Promise<KeptNarrative> {
    const finder = this.#secrets.finderFor(root)
    const redact = (text: string) => redactText(finder, text).text
    const question = { system: plain.system, user: redact(plain.user) }
    const { hash, bytes } = questionMark(question)
    const { name: provider, model } = this.#model
    const marks = { provider, model, prompt_sha256: hash, prompt_bytes: bytes }
    const log = (line: Pick<SentLine, 'event'> & Partial<SentLine>) =>
      logSent(this.#home, { subject, root: root ?? null, ...marks, ...line })
    log({ event: 'sent' })
    try {
      const asked = await this.#model.ask(question, redact, signal)
      const { inputTokens, outputTokens, costUsd } = asked
      const usage = {
        inputTokens,
        outputTokens,
        costUsd,
      }
      log({
        event: 'answered',
        input_tokens: inputTokens,
        output_tokens: outputTokens,
        cost_usd: costUsd,
      })
      const { short, actions, intent_guess } = asked.narrative
      // Cut to what is kept only when it is clean: half a key is not known for one.
      const clean = (text: string) => redact(text.replaceAll(/\s+/g, ' ').slice(0, SAID_MAX))
      const narrative = tidyNarrative({
        short: clean(short),
        actions: actions.slice(0, SAID_ACTIONS_MAX).map(clean),
        intent_guess: intent_guess === null ? null : clean(intent_guess),
      })
      const origin = { provider, model, generated: now(), promptHash: hash, promptBytes: bytes }
      return { ...narrative, ...origin, omitted, ...usage }
    } catch (error) {
      if (error instanceof AskFailure) log({ event: 'failed', message: error.message })
      throw error
    }
  }
}
