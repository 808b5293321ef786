/** A narrative: what a language model says of a change. It is an opinion; the facts are in the snapshot. */
import { showText } from './show.ts'

/** What is asked for, with the names of its JSON. */
export interface Narrative {
  /** One sentence. */
  short: string
  actions: readonly string[]
  intent_guess: string | null
}

/** Where a narrative came from. */
interface NarrativeOrigin {
  provider: string
  model: string
  /** Milliseconds since the epoch; absent when a note of somebody else does not say. */
  generated?: number | undefined
  /** SHA-256 and length of all that was sent. */
  promptHash: string
  promptBytes: number
  /** Changes that were not sent, only counted; 0 when all were. */
  omitted: number
  /** As the provider counts them; absent when it does not say. */
  inputTokens?: number | undefined
  outputTokens?: number | undefined
  /** US dollars: what the provider says, else by the prices of config.toml; absent when neither tells. */
  costUsd?: number | undefined
}

export interface KeptNarrative extends Narrative, NarrativeOrigin {}

const SHORT_MAX = 300
const ACTION_MAX = 300
const ACTIONS_MAX = 20
const INTENT_MAX = 600
const TRAILER_MAX = 200

/** Makes what a model said fit to be kept: single lines of bounded length, without anything a terminal obeys. */
export function tidyNarrative({ short, actions, intent_guess }: Narrative): Narrative {
  const intent = intent_guess === null ? '' : oneLine(intent_guess, INTENT_MAX)
  return {
    short: oneLine(short, SHORT_MAX),
    actions: actions
      .map((action) => oneLine(action, ACTION_MAX))
      .filter((action) => action !== '')
      .slice(0, ACTIONS_MAX),
    intent_guess: intent === '' ? null : intent,
  }
}

function oneLine(text: string, max: number): string {
  const line = showText(text.replaceAll(/\s+/g, ' ').trim())
  return line.length <= max ? line : `${line.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Returns the text of the note: for people first, then trailers. No line of what the model said begins as they do. */
export function formatNote(narrative: KeptNarrative): string {
  const { short, actions, intent_guess } = tidyNarrative(narrative)
  const { generated } = narrative
  const trailers: [string, string | number | undefined][] = [
    ['Provider', narrative.provider],
    ['Model', narrative.model],
    ['Generated', generated === undefined ? undefined : new Date(generated).toISOString()],
    ['Prompt', `sha256:${narrative.promptHash} ${narrative.promptBytes}`],
    ['Omitted', narrative.omitted || undefined],
    ['Input-Tokens', narrative.inputTokens],
    ['Output-Tokens', narrative.outputTokens],
    ['Cost-USD', narrative.costUsd === undefined ? undefined : formatCost(narrative.costUsd)],
  ]
  const paragraphs = [
    unlikeTrailer(short),
    actions
      .map((action) => `- ${action}\n`)
      .join('')
      .trimEnd(),
    intent_guess === null ? '' : `Intent: ${intent_guess}`,
    trailers
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${PREFIX}${key}: ${oneLine(String(value), TRAILER_MAX)}`)
      .join('\n'),
  ]
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`
}

const PREFIX = 'Flightrec-'

function unlikeTrailer(text: string): string {
  return /^(?:Flightrec-|Intent: |- )/.test(text) ? `“${text}”` : text
}

/** Returns e.g. `0.0012`: dollars with the digits that matter. */
export function formatCost(usd: number): string {
  return String(Number(usd.toPrecision(3)))
}

/** Reads back what `formatNote` wrote; of anyone else's note, its first line. Undefined when it is empty. */
export function parseNote(text: string): KeptNarrative | undefined {
  const lines = text.split('\n')
  const short = lines.find((line) => line.trim() !== '')
  if (short === undefined || short.startsWith(PREFIX)) return undefined
  const trailer = (key: string) => {
    const start = `${PREFIX}${key}: `
    return lines.findLast((line) => line.startsWith(start))?.slice(start.length)
  }
  const count = (key: string) => {
    const value = Number(trailer(key) ?? Number.NaN)
    return Number.isFinite(value) && value >= 0 ? value : undefined
  }
  const [, hash = '', bytes = '0'] =
    /^sha256:([0-9a-f]{64}) (\d+)$/.exec(trailer('Prompt') ?? '') ?? []
  const [inputTokens, outputTokens, costUsd] = ['Input-Tokens', 'Output-Tokens', 'Cost-USD'].map(
    count,
  )
  const generated = Date.parse(trailer('Generated') ?? '')
  const intent = lines.find((line) => line.startsWith('Intent: '))?.slice('Intent: '.length)
  const said = {
    short,
    actions: lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2)),
    intent_guess: intent ?? null,
  }
  return {
    ...tidyNarrative(said),
    provider: oneLine(trailer('Provider') ?? 'unknown', TRAILER_MAX),
    model: oneLine(trailer('Model') ?? 'unknown', TRAILER_MAX),
    promptHash: hash,
    promptBytes: Number(bytes),
    omitted: count('Omitted') ?? 0,
    ...(Number.isFinite(generated) && { generated }),
    inputTokens,
    outputTokens,
    costUsd,
  }
}
