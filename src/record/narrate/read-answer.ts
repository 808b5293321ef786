/** Finds the narrative in what a model said, whatever stands around it: thinking, prose, a code fence. */
import { parseJson } from '../../model/json.ts'
import { type Narrative, tidyNarrative } from '../../model/narrative.ts'

const THINKING = /<(think|thinking|reasoning)>/gi
const THINKING_END = /^[\s\S]*<\/(?:think|thinking|reasoning)>/i
const ANSWER_MAX_CHARACTERS = 256 * 1024
const CANDIDATES_MAX = 200
/** Braces that nobody closes are looked through again and again. */
const SCANNED_MAX_CHARACTERS = 16 * ANSWER_MAX_CHARACTERS

/** `instead` is what was said in place of a narrative. Neither is cut or cleaned yet. */
type ReadAnswer = { narrative: Narrative } | { problem: string; instead?: string }

/**
 * Reads `{"short": …, "actions": […], "intent_guess": …}` out of `text`; of several, the last. One that stands in
 * `sent` already is not the model's: it repeats what a file told it to say.
 */
export function readAnswer(text: string, sent: string): ReadAnswer {
  const bounded = text.slice(0, ANSWER_MAX_CHARACTERS)
  const answer = withoutThinking(bounded).replace(THINKING_END, '')
  if (answer.trim() === '') return { problem: 'it is empty' }
  const found = jsonObjects(answer).flatMap((object) => narrativeOf(object) ?? [])
  if (found.length === 0) return { problem: 'no narrative in it', instead: answer.trim() }
  const own = found.filter(({ short }) => !sent.includes(JSON.stringify(short)))
  const narrative = own.at(-1)
  if (!narrative) return { problem: 'it repeats what it was sent' }
  const isEmpty = tidyNarrative(narrative).short === ''
  return isEmpty ? { problem: 'its short line is empty' } : { narrative }
}

/** Drops what stands between the marks of thinking; an end that is not there is looked for once. */
function withoutThinking(text: string): string {
  const unended = new Set<string>()
  let kept = ''
  let at = 0
  for (const { 1: name, index } of text.matchAll(THINKING)) {
    const end = new RegExp(`</${name}>`, 'gi')
    end.lastIndex = index
    if (index < at || unended.has(name!.toLowerCase())) continue
    if (end.test(text)) {
      kept += text.slice(at, index)
      at = end.lastIndex
    } else unended.add(name!.toLowerCase())
  }
  return kept + text.slice(at)
}

function narrativeOf(value: unknown): Narrative | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { short, actions, intent_guess } = value as Record<string, unknown>
  if (typeof short !== 'string') return undefined
  const list = Array.isArray(actions) ? actions : []
  return {
    short,
    actions: list.filter((action) => typeof action === 'string'),
    intent_guess: typeof intent_guess === 'string' ? intent_guess : null,
  }
}

/** Returns the JSON objects in a text that are not within another one. */
function jsonObjects(text: string): unknown[] {
  const objects: unknown[] = []
  let [tried, scanned] = [0, 0]
  for (let at = text.indexOf('{'); at >= 0 && tried < CANDIDATES_MAX; tried += 1) {
    if (scanned > SCANNED_MAX_CHARACTERS) break
    const end = objectEnd(text, at)
    scanned += (end ?? text.length) - at
    const object = end === undefined ? undefined : parseJson(text.slice(at, end))
    if (object !== undefined) objects.push(object)
    at = text.indexOf('{', object === undefined ? at + 1 : end)
  }
  return objects
}

/** Returns where the braces that open at `start` are closed again. */
function objectEnd(text: string, start: number): number | undefined {
  let depth = 0
  let isInString = false
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (isInString) {
      if (character === '\\') at += 1
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '{') depth += 1
    else if (character === '}' && --depth === 0) return at + 1
  }
  return undefined
}
