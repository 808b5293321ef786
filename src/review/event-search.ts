/** Finds events by what they say. */

import { FlightrecError } from '../model/errors.ts'
import type { Event, EventType } from '../model/event.ts'
import { showText } from '../model/show.ts'
import { linearRegExp } from '../system/linear-regexp.ts'

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
    const expression = linearRegExp(pattern)
    return (text) => expression.test(text)
  } catch (cause) {
    const message = `'${showText(pattern)}' is not a pattern that can be searched for`
    throw new FlightrecError('usage', message, {
      hint: 'Leave out lookaround and backreferences, or give `--fixed-strings` to search for the text as it stands.',
      cause,
    })
  }
}

/** Adds all texts of a JSON value: most stand in an event more than once, and are looked at once. */
function addTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value)
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) addTexts(inner, texts)
  }
}
