/** All there is of one step; see docs/json.md. */
import type { Event } from '../../model/event.ts'
import type { Finding } from '../../model/finding.ts'
import type { Session } from '../../model/session.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { argumentsOf, resultOf, wordsOf } from '../sessions/event-content.ts'
import { hasFailed, isUnended, type JoinedStep, wasRefused } from '../sessions/joined-steps.ts'
import { stepKind, stepSubject } from '../sessions/step-kind.ts'
import { eventJson } from './session.ts'

/** Of longer texts the page shows the beginning and the end, unless asked for all. */
const SHOWN_CHARACTERS_MAX = 8_000
const PROMPT_CHARACTERS_MAX = 400

interface ToldStep {
  session: Session
  step: JoinedStep
  prompt: { event: StoredEvent; text: string } | undefined
  findings: readonly Finding[]
  isWhole: boolean
}

export function stepFactsJson({ session, step, prompt, findings, isWhole }: ToldStep) {
  const { event, end } = step
  const limit = isWhole ? Number.POSITIVE_INFINITY : SHOWN_CHARACTERS_MAX
  const result = resultOf(step)
  return {
    session: session.id,
    agent: session.agent,
    kind: stepKind(event),
    subject: subjectOf(event, session.root).slice(0, limit),
    event: withoutRaw(event),
    end: end ? withoutRaw(end) : null,
    state: wasRefused(step)
      ? ('refused' as const)
      : hasFailed(step)
        ? ('failed' as const)
        : isUnended(step)
          ? ('open' as const)
          : null,
    prompt: prompt
      ? { seq: prompt.event.seq, text: prompt.text.slice(0, PROMPT_CHARACTERS_MAX) }
      : null,
    arguments: argumentsJson(event, limit),
    result: result === undefined ? null : cutText(result, limit),
    findings,
  }
}

/** Of words all there are. */
function subjectOf(event: Event, root: string | undefined): string {
  const subject = stepSubject(event, root)
  const isSaid = event.event_type === 'USER_INPUT' || stepKind(event) === 'says'
  return isSaid ? wordsOf({ summary: subject, raw: event.raw }) : subject
}

/** Only a call is called with something. */
function argumentsJson(event: Event, limit: number) {
  const told = event.phase === undefined ? [] : Object.entries(argumentsOf(event))
  return told
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({
      name,
      ...cutText(typeof value === 'string' ? value : JSON.stringify(value, null, 2), limit),
    }))
}

/** What it holds besides is told by the other fields. */
function withoutRaw(event: StoredEvent | JoinedStep['event']) {
  const { raw: _, ...rest } = eventJson(event)
  return rest
}

/** Keeps the beginning and the end, which tell most. */
function cutText(text: string, limit: number) {
  if (text.length <= limit) return { text, left_out: 0, rest: null }
  const half = Math.floor(limit / 2)
  const rest = text.slice(text.length - half)
  return { text: text.slice(0, half), left_out: text.length - 2 * half, rest }
}
