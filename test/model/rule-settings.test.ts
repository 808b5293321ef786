import { describe, expect, test } from 'vitest'
import { parseRuleSettings, RuleProblem } from '../../src/model/rule-settings.ts'

const rule = { id: 'a', risk: 'info', summary: 'A', paths: ['x'] }
const read = (raw: unknown) => parseRuleSettings(raw, () => 1)

test('a rule of the user’s own has all its parts, or their defaults', () => {
  const { custom } = read([{ ...rule, commands: ['git  push', ['a b', '*']] }])
  expect(custom).toMatchObject([
    {
      commands: [
        ['git', 'push'],
        ['a b', '*'],
      ],
      paths: ['x'],
      access: ['read', 'write', 'delete', 'change'],
      why: '',
    },
  ])
})

test('a built-in rule is changed or turned off', () => {
  expect(
    read([
      { id: 'x', risk: 'info' },
      { id: 'y', disabled: true },
    ]).changes,
  ).toMatchObject([
    { id: 'x', risk: 'info', isDisabled: false },
    { id: 'y', isDisabled: true },
  ])
  expect(read({ disable: ['x'] }).changes).toMatchObject([{ id: 'x', isDisabled: true }])
})

describe('refuses', () => {
  test.each<[key: string, problem: RegExp, raw: unknown]>([
    ['rules', /expected/, 5],
    ['rules[0]', /expected a table/, [5]],
    ['rules[0].id', /missing/, [{}]],
    ['rules[0].id', /no id/, [{ ...rule, id: 'A b' }]],
    ['rules[1].id', /two rules/, [rule, rule]],
    ['rules[0].risk', /expected one of/, [{ ...rule, risk: 'high' }]],
    ['rules[0]', /has no risk/, [{ id: 'a', summary: 'A', paths: ['x'] }]],
    ['rules[0].summary', /missing/, [{ id: 'a', risk: 'info', paths: ['x'] }]],
    ['rules[0]', /looks at nothing/, [{ id: 'a', risk: 'info', summary: 'A' }]],
    ['rules[0]', /says nothing/, [{ id: 'a' }]],
    ['rules[0].path', /did you mean 'paths'/, [{ ...rule, path: ['x'] }]],
    ['rules[0].paths[1]', /bad glob/, [{ ...rule, paths: ['x', '['] }]],
    ['rules[0].commands', /expected a list/, [{ ...rule, commands: 'x' }]],
    ['rules[0].commands[0]', /expected a text/, [{ ...rule, commands: [' '] }]],
    ['rules[0].access[0]', /expected one of/, [{ ...rule, access: ['look'] }]],
    ['rules[0].disabled', /removing it/, [{ ...rule, disabled: true }]],
    ['rules[0].disabled', /true or false/, [{ id: 'a', disabled: 'yes' }]],
    ['rules.disabled', /did you mean 'disable'/, { disabled: ['x'] }],
    ['rules.disable[0]', /expected a text/, { disable: [5] }],
  ])('%s: %s', (key, problem, raw) => {
    const error = (() => {
      try {
        return read(raw)
      } catch (caught) {
        return caught
      }
    })()
    expect(error).toBeInstanceOf(RuleProblem)
    expect((error as RuleProblem).key).toBe(key)
    expect((error as RuleProblem).message).toMatch(problem)
  })
})
