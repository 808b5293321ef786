/** What is to be looked for: words that must all be there, within sessions that are named. */
import { agentNamed } from '../../model/agent-names.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isTextIn, parseQuery, type QueryTerm, soundTerms } from '../../model/query.ts'
import type { Session } from '../../model/session.ts'
import { type TextPattern, textPattern } from '../../review/sessions/text-pattern.ts'
import { SEARCH_KEYS } from '../api/query-keys.ts'

export interface SearchQuery {
  /** All of them must be found in a text; the first one is shown. */
  patterns: readonly TextPattern[]
  /** The first one, as a regular expression. */
  first: string
  isSessionWanted(session: Pick<Session, 'id' | 'agent'>): boolean
  isKindWanted(kind: string): boolean
}

/** @throws {FlightrecError} usage, when nothing is asked for. */
export function searchQuery(text: string): SearchQuery {
  const terms = soundTerms(parseQuery(text, SEARCH_KEYS))
  const words = terms.filter(({ key, isNot }) => key === undefined && !isNot)
  if (words.length === 0)
    throw new FlightrecError('usage', 'there is nothing to search for', {
      hint: 'Type a word, a "phrase" or a /pattern/.',
    })
  const of = (key: string) => terms.filter((term) => term.key === key)
  return {
    patterns: words.map((term) => textPattern(patternOf(term), false)),
    first: patternOf(words[0]!),
    isSessionWanted: ({ id, agent }) =>
      of('session').every((term) => isTextIn(term, id) !== term.isNot) &&
      of('agent').every(
        ({ values, isNot }) => values.some((one) => agentNamed(one.text) === agent) !== isNot,
      ),
    isKindWanted: (kind) => of('kind').every((term) => isTextIn(term, kind) !== term.isNot),
  }
}

/** Large and small letters are alike. */
function patternOf({ values }: QueryTerm): string {
  const one = values.map(({ text, isPattern }) => (isPattern ? `(?:${text})` : escaped(text)))
  return `(?i)${one.join('|')}`
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
