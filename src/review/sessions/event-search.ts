/** Finds events by what they say. Whatever the pattern, it takes time in proportion to the text. */
import { RE2JS } from 're2js'
import { FlightrecError } from '../../model/errors.ts'
import type { Event, EventType } from '../../model/event.ts'
import { showText } from '../../model/show.ts'

const HINT =
  'Leave out lookaround, backreferences and counts over 1000, or give `--fixed-strings` to search for the text ' +
  'as it stands.'

export type EventTest = (event: Event) => boolean

/**
 * Returns whether an event's summary, command, tool, paths or raw text holds `pattern`, a regular expression
 * or, as it stands, a text.
 * @throws {FlightrecError} usage, for a pattern that cannot be searched for in linear time.
 */
export function eventTest(
  pattern: string,
  { isLiteral, types }: { isLiteral: boolean; types: ReadonlySet<EventType> | undefined },
): EventTest {
  const holds = isLiteral ? (text: string) => text.includes(pattern) : matcher(pattern)
  return (event) => {
    if (types && !types.has(event.event_type)) return false
    const texts = new Set<string>()
    addTexts([event.summary, event.command, event.tool, event.paths, event.raw], texts)
    for (const text of texts) if (holds(text)) return true
    return false
  }
}

function matcher(pattern: string): (text: string) => boolean {
  try {
    // In JavaScript a reference to a group, which would be read as these letters.
    if (pattern.includes('\\k<')) throw new Error('backreferences take no linear time')
    const expression = RE2JS.compile(RE2JS.translateRegExp(pattern))
    return (text) => expression.test(text)
  } catch (cause) {
    const reason = (cause as Error).message.replace('error parsing regexp: ', '')
    const message = `'${showText(pattern)}' is not a pattern that can be searched for: ${showText(reason)}`
    throw new FlightrecError('usage', message, { hint: HINT, cause })
  }
}

/** Adds all texts of a JSON value: most stand in an event more than once, and are looked at once. */
function addTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value)
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) addTexts(inner, texts)
  }
}
