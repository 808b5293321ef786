/** The contract of every rule: it finds its true examples, leaves its false ones, and takes no text long. */
import { describe, expect, test } from 'vitest'
import { createSecretFinder, redactText } from '../../../../src/rules/redaction/redact-text.ts'
import { SECRET_RULES } from '../../../../src/rules/redaction/tokens/secret-rules.ts'
import { growth } from '../../../helpers/growth.ts'
import { fill, seededRandom } from '../sample.ts'

const finder = createSecretFinder()
const SEED = 20261121
/** Far above what it takes, for machines that are busy. */

test('there are more than sixty rules, each with an id of its own', () => {
  const ids = SECRET_RULES.map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)])
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([])
  expect(ids.length).toBeGreaterThan(60)
})

describe.each(SECRET_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const random = seededRandom(SEED)

  test('finds its true examples and keeps nothing of the secret', () => {
    for (const template of rule.examples.found) {
      for (let round = 0; round < 20; round++) {
        const { text, parts } = fill(template, random)
        const { text: redacted, counts } = redactText(finder, text)
        expect(redacted, text).toContain(`[redacted:${id}]`)
        expect(counts.get(id)).toBeGreaterThan(0)
        expect(redacted).not.toContain(parts[0])
      }
    }
  })

  test('leaves its false examples', () => {
    expect(rule.examples.left.length).toBeGreaterThan(0)
    for (const template of rule.examples.left) {
      const { text } = fill(template, random)
      expect(redactText(finder, text).text).toBe(text)
    }
  })

  test('has a sticky pattern and keywords of three characters or more', () => {
    expect(rule.pattern.sticky).toBe(true)
    expect(rule.keywords.filter((keyword) => keyword.length < 3)).toEqual([])
    expect(rule.pattern.source).not.toMatch(/(?<!\\)[*+](?!\??[^\]]*\])|\{\d+,\}/)
  })

  test('takes time in proportion on hostile text', () => {
    const [keyword] = rule.keywords
    const found = fill(rule.examples.found[0]!, random).text
    const hostile = [
      keyword!,
      `${keyword}a`,
      `${keyword}${'a1'.repeat(200)}!`,
      `${keyword} a:a `,
      `${found.slice(0, -1)}!`,
      `${keyword}${'\\'.repeat(40)}`,
    ]
    for (const unit of hostile) {
      const redactMany = (size: number) =>
        void redactText(finder, unit.repeat(Math.ceil(size / unit.length)))
      expect(growth(100_000, redactMany), JSON.stringify(unit.slice(0, 60))).toBeLessThan(3)
    }
  })
})
