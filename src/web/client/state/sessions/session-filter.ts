/** Which sessions a filter leaves. */
import { agentNamed } from '../../../../model/agent-names.ts'
import {
  isNumberIn,
  isTextIn,
  parseCount,
  parseLength,
  parseQuery,
  type QueryTerm,
  soundTerms,
} from '../../../../model/query.ts'
import { isAtLeast, isRisk, RISKS } from '../../../../model/risk.ts'
import { findTimeExpression } from '../../../../model/time-expression.ts'
import { SESSION_KEYS_ASKED } from '../../../api/query-keys.ts'
import type { ListedSession, SessionOutlineAnswer } from '../../../api/session-lists.ts'

interface Facts {
  session: ListedSession
  outline: SessionOutlineAnswer | undefined
  nowMs: number
}

type Test = (term: QueryTerm, facts: Facts) => boolean

/** Whether a term can only be answered with the outline of a session. */
const OF_OUTLINE: ReadonlySet<string | undefined> = new Set([
  ...[undefined, 'is', 'model', 'tokens', 'cost', 'finding'],
])

export function sessionTerms(text: string): QueryTerm[] {
  return parseQuery(text, SESSION_KEYS_ASKED)
}

export function needsOutlines(terms: readonly QueryTerm[]): boolean {
  return soundTerms(terms).some(({ key }) => OF_OUTLINE.has(key))
}

export function isSessionWanted(terms: readonly QueryTerm[], facts: Facts): boolean {
  return soundTerms(terms).every((term) => TESTS[term.key ?? '']!(term, facts) !== term.isNot)
}

const TESTS: Readonly<Record<string, Test>> = {
  '': (term, { session, outline }) =>
    [session.message, outline?.prompt, session.command?.join(' ')].some(
      (text) => typeof text === 'string' && isTextIn(term, text),
    ),
  agent: ({ values }, { session }) => values.some(({ text }) => agentNamed(text) === session.agent),
  root: (term, { session }) => session.root !== null && isTextIn(term, session.root),
  session: (term, { session }) => isTextIn(term, session.id),
  finding: isFound,
  is: ({ values }, { session, outline }) =>
    values.some(({ text }) =>
      text === 'live' ? session.ended_at === null : text === stateOf(session, outline),
    ),
  model: (term, { outline }) => outline?.models.some((model) => isTextIn(term, model)) === true,
  since: (term, facts) => lastMs(facts) >= timeIn(term, facts),
  until: (term, facts) => Date.parse(facts.session.started_at) <= timeIn(term, facts),
  length: (term, facts) =>
    isNumberIn(term, lastMs(facts) - Date.parse(facts.session.started_at), parseLength),
  steps: (term, { session }) => isNumberIn(term, session.total_steps, parseCount),
  files: (term, { session }) => isNumberIn(term, session.total_files, parseCount),
  tokens: (term, { outline }) => isKnownNumber(term, outline?.tokens),
  cost: (term, { outline }) => isKnownNumber(term, outline?.cost_usd),
}

/** A risk means that or worse; anything else is a part of a rule's name. */
function isFound({ values }: QueryTerm, { session: { risks }, outline }: Facts): boolean {
  return values.some(({ text }) =>
    isRisk(text)
      ? RISKS.some((risk) => risks[risk] > 0 && isAtLeast(risk, text))
      : outline?.rules.some((rule) => rule.includes(text)) === true,
  )
}

function stateOf(session: ListedSession, outline: SessionOutlineAnswer | undefined): string {
  return outline?.state ?? (session.ended_at === null ? 'working' : 'ended')
}

function lastMs({ session }: Facts): number {
  return Date.parse(session.ended_at ?? session.last_event_at)
}

/** What is no time limits nothing. */
function timeIn({ key, values }: QueryTerm, { nowMs }: Facts): number {
  const text = values[0]!.text
  const length = parseLength(text)
  const timeMs = length === undefined ? findTimeExpression(text, nowMs) : nowMs - length
  return timeMs ?? (key === 'since' ? -Infinity : Infinity)
}

function isKnownNumber(term: QueryTerm, number: number | null | undefined): boolean {
  return typeof number === 'number' && isNumberIn(term, number, parseCount)
}
