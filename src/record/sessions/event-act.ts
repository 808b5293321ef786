/** What an event tells, whoever tells it: hooks and transcripts of one agent may name the same tool differently. */
import type { Event } from '../../model/event.ts'

/** Before the words that an agent ends its turn with. */
const TURN_END = /^(?:Stop|SubagentStop|AfterAgent|agent-turn-complete): /

/** Returns the same text for events that may tell of the same act. `summary` is as it was recorded. */
export function actOf({
  event_type,
  phase,
  tool,
  summary,
}: Pick<Event, 'event_type' | 'phase' | 'tool' | 'summary'>): string {
  // Each source has words of its own for the end of a session.
  if (event_type === 'SESSION_END') return event_type
  return [event_type, phase, subjectOf(summary, tool)].join('\0')
}

function subjectOf(summary: string, tool: string | undefined): string {
  if (tool === undefined) return summary.replace(TURN_END, '')
  // Of what names nothing else, the tool is all there is to tell by: WebSearch is web_search.
  if (summary === tool) return tool.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return summary.startsWith(`${tool} `) ? summary.slice(tool.length + 1) : summary
}
