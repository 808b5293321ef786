/** TraceLog's trace JSON 1.0, as a superset: its fields have its names, and ours stand beside them. */
import type { Session } from '../model/session.ts'
import { showJson } from '../model/show.ts'
import type { StoredEvent } from '../store/journal-line.ts'
import { sessionJson } from './session-json.ts'

/** Yields the document in pieces, so that a session of any length is never held as a whole. */
export async function* traceDocument(
  session: Session,
  events: AsyncIterable<StoredEvent>,
  isPretty: boolean,
): AsyncGenerator<string> {
  const { type: _, ...facts } = sessionJson(session)
  const [end, indent, colon] = isPretty ? ['\n', '  ', ': '] : ['', '', ':']
  const json = (value: unknown, depth: number) => {
    const text = showJson(value, isPretty ? 2 : undefined)
    return isPretty ? text.replaceAll('\n', `\n${indent.repeat(depth)}`) : text
  }
  yield `{${end}${indent}"format_version"${colon}"1.0",${end}${indent}"session"${colon}${json(facts, 1)},`
  yield `${end}${indent}"events"${colon}[`
  let separator = end
  for await (const event of events) {
    yield `${separator}${indent.repeat(2)}${json(traceEvent(event), 2)}`
    separator = `,${end}`
  }
  yield `${separator === end ? '' : `${end}${indent}`}]${end}}\n`
}

/** Every event has the five fields of TraceLog, null where nothing is known. */
function traceEvent({ intake: _, seq, event_type, summary, risk_level, ...more }: StoredEvent) {
  return { seq, event_type, summary, risk_level, duration_ms: null, ...more }
}
