/** Finds events by what they say. Whatever the pattern, it takes time in proportion to the text. */
import type { Event, EventType } from '../../model/event.ts'
import { textPattern } from './text-pattern.ts'

type EventTest = (event: Event) => boolean

/**
 * Returns whether an event's summary, command, tool, paths or raw text holds `pattern`, a regular expression
 * or, as it stands, a text.
 * @throws {FlightrecError} usage, for a pattern that cannot be searched for in linear time.
 */
export function eventTest(
  pattern: string,
  { isLiteral, types }: { isLiteral: boolean; types: ReadonlySet<EventType> | undefined },
): EventTest {
  const { isIn } = textPattern(pattern, isLiteral)
  return (event) => {
    if (types && !types.has(event.event_type)) return false
    const texts = new Set<string>()
    addTexts([event.summary, event.command, event.tool, event.paths, event.raw], texts)
    for (const text of texts) if (isIn(text)) return true
    return false
  }
}

/** Adds all texts of a JSON value: most stand in an event more than once, and are looked at once. */
function addTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value)
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) addTexts(inner, texts)
  }
}
