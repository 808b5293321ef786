import { FlightrecError } from '../../model/errors.ts'
import { EVENT_TYPES, type EventType, isEventType } from '../../model/event.ts'
import { nearest } from '../../model/nearest.ts'
import { showText } from '../../model/show.ts'

/**
 * Returns the types of event given with `--type`, in any case; undefined when none was.
 * @throws {FlightrecError} usage
 */
export function readEventTypes(typed: readonly string[]): ReadonlySet<EventType> | undefined {
  if (typed.length === 0) return undefined
  return new Set(typed.map((text) => readEventType(text.toUpperCase().replaceAll('-', '_'))))
}

function readEventType(text: string): EventType {
  if (isEventType(text)) return text
  const known = Object.keys(EVENT_TYPES)
  const close = nearest(text, known)
  throw new FlightrecError('usage', `no event has the type '${showText(text)}'`, {
    hint: close === undefined ? `Give one of ${known.join(', ')}.` : `Did you mean \`${close}\`?`,
  })
}
