import { expect, test } from 'vitest'
import type { ListedSession, SessionOutlineAnswer } from '../../../src/web/api/session-lists.ts'
import { completed, completionsAt } from '../../../src/web/client/state/query-completion.ts'
import { excludingTerm } from '../../../src/web/client/state/sessions/excluding-term.ts'
import {
  isSessionWanted,
  sessionTerms,
} from '../../../src/web/client/state/sessions/session-filter.ts'

const nowMs = Date.parse('2026-11-27T12:00:00Z')

const session = {
  ...{ id: 'sess_6a9ac1d000000000', agent: 'claude-code', root: '/work/shop', message: null },
  ...{ command: null, total_steps: 22, total_files: 7, risks: { info: 1, warning: 3, danger: 0 } },
  ...{ started_at: '2026-11-27T10:00:00Z', last_event_at: '2026-11-27T10:07:36Z' },
  ...{ ended_at: '2026-11-27T10:07:36Z' },
} as unknown as ListedSession

const outline = {
  ...{
    state: 'ended',
    prompt: 'Tidy up config/',
    models: ['opus-4'],
    rules: ['sensitive-env-file'],
  },
  ...{ tokens: 186_000, cost_usd: 0.41 },
} as unknown as SessionOutlineAnswer

const isLeft = (text: string, known: SessionOutlineAnswer | undefined = outline) =>
  isSessionWanted(sessionTerms(text), { session, outline: known, nowMs })

test.each([
  ['agent:claude', 'agent:codex'],
  ['agent:codex,claude', '-agent:claude'],
  ['root:shop', 'root:api'],
  ['finding:warning', 'finding:danger'],
  ['finding:env', 'finding:rm'],
  ['is:ended', 'is:working'],
  ['model:opus', 'model:gpt'],
  ['since:3h', 'since:1h'],
  ['until:11:00', 'until:2026-11-26'],
  ['length:>7m', 'length:<7m'],
  ['steps:>=22', 'steps:>22'],
  ['cost:<0.5', 'cost:>1'],
  ['tokens:>100k', 'tokens:>1M'],
  ['tidy', 'mend'],
  ['"up config"', '"config up"'],
  ['/^tidy/', '/tidy$/'],
])('%s leaves the session, and %s does not', (kept, dropped) => {
  expect([isLeft(kept), isLeft(dropped)]).toEqual([true, false])
})

test('what does not count never empties the list: a wrong key, a key without a value, no time', () => {
  expect(['agnet:x', 'agent:', 'since:soon', ''].map((text) => isLeft(text))).toEqual([
    ...[true, true, true, true],
  ])
})

test('what is completed are keys, then the values that exist, the most frequent first', () => {
  const values = () =>
    new Map([
      ['codex', 1],
      ['claude-code', 4],
      ['two words', 1],
    ] as const)
  const offer = (text: string) => completionsAt(text, text.length, ['agent', 'root'], values)
  expect(offer('ag').map(({ text }) => text)).toEqual(['agent:'])
  expect(offer('x agent:').map(({ text, count }) => [text, count])).toEqual([
    ['claude-code', 4],
    ['codex', 1],
    ['"two words"', 1],
  ])
  const [codex] = offer('agent:claude-code,cod')
  expect(completed('agent:claude-code,cod', codex!).text).toBe('agent:claude-code,codex')
})

test('where nothing is left, the term is named without which most would be', () => {
  const terms = sessionTerms('agent:codex tidy')
  const counts = new Map([
    ['agent', 0],
    ['', 3],
  ])
  const found = excludingTerm(terms, (left) => counts.get(left[0]?.key ?? '') ?? 0)
  expect(found).toMatchObject({ term: { key: 'agent' }, count: 3 })
  expect(excludingTerm(terms, () => 0)).toBeUndefined()
})
