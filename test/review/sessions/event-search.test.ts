import { describe, expect, test } from 'vitest'
import type { Event } from '../../../src/model/event.ts'
import { eventTest } from '../../../src/review/sessions/event-search.ts'
import { growth } from '../../helpers/growth.ts'

const event = (summary: string) => ({ event_type: 'USER_INPUT', summary }) as Event
const finds = (pattern: string, summary: string) =>
  eventTest(pattern, { isLiteral: false, types: undefined })(event(summary))

describe('patterns', () => {
  test.each(['(a+)+$', '(a|a)*b', '(x+x+)+y', '(.*)*(.*)*b', '(a?){100}b'])(
    'that would keep a backtracking engine busy for ever, such as %s, take no time',
    (pattern) => {
      expect(growth(50_000, (size) => finds(pattern, `${'a'.repeat(size)}!`))).toBeLessThan(3)
    },
  )

  test.each([
    '(?=x)y',
    '(?<!x)y',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    'a{1001}',
    '((a{100}){100}){100}',
    '[',
  ])('that take no linear time, or are none, are refused with the reason: %s', (pattern) => {
    expect(() => finds(pattern, 'a')).toThrow(/is not a pattern that can be searched for: \w/)
  })

  test('mean what they mean in JavaScript', () => {
    expect(finds('(?<ext>\\.ya?ml)\\b', 'rm config/secrets.yml')).toBe(true)
    expect(finds('^rm\\s+\\S+\\/secrets', 'rm config/secrets.yml')).toBe(true)
    expect(finds('\\u00e9\\p{L}', 'caféé')).toBe(true)
    expect(finds('SECRETS', 'rm config/secrets.yml')).toBe(false)
  })
})
