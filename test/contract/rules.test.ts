/** Every rule is held to its own examples, and the rules as a whole to a few habits. */
import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/rules/catalogue.ts'
import { judgeExample } from '../helpers/judge-example.ts'

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.fires.map((example) => [JSON.stringify(example), example] as const))(
    'reports %s',
    (_text, example) => {
      const found = judgeExample([rule], example)
      expect(found.map(({ rule: id, risk }) => [id, risk])).toEqual([[rule.id, rule.risk]])
      expect(found[0]!.message).toMatch(/\S/)
    },
  )

  test.each(rule.silent.map((example) => [JSON.stringify(example), example] as const))(
    'is silent about %s',
    (_text, example) => {
      expect(judgeExample([rule], example)).toEqual([])
    },
  )

  test('says what it is about, why, and gives examples', () => {
    expect(rule.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    expect(rule.summary).toMatch(/^[A-Z].*[^.]$/)
    expect(rule.why).toMatch(/\.$/)
    expect(rule.fires.length).toBeGreaterThan(1)
    expect(rule.silent.length).toBeGreaterThan(1)
    for (const tag of rule.tags) expect(tag).toMatch(/^(?:ASI(?:0[1-9]|10)|T\d{4}(?:\.\d{3})?)$/)
  })
})

test('ids are unique, and the fourteen of TraceLog keep theirs and their risks', () => {
  const risks = Object.fromEntries(RULES.map(({ id, risk }) => [id, risk]))
  expect(Object.keys(risks).length).toBe(RULES.length)
  expect(risks).toMatchObject({
    'dangerous-rm-rf': 'danger',
    'dangerous-sudo': 'warning',
    'dangerous-chmod-777': 'danger',
    'dangerous-curl-pipe-sh': 'danger',
    'dangerous-git-push-force': 'warning',
    'dangerous-git-reset-hard': 'danger',
    'destructive-rm': 'warning',
    'sensitive-env-file': 'warning',
    'sensitive-pem-key': 'danger',
    'sensitive-ssh-dir': 'danger',
    'sensitive-aws-dir': 'danger',
    'sensitive-secrets-file': 'warning',
    'sensitive-credentials': 'warning',
    'long-running': 'info',
  })
})
