import { expect, test } from 'vitest'
import {
  isNumberIn,
  isTextIn,
  parseCount,
  parseLength,
  parseQuery,
  soundTerms,
} from '../../src/model/query.ts'
import { seededRandom } from '../helpers/seeded-random.ts'

const KEYS = ['agent', 'finding', 'length', 'path', 'said']

function shown(text: string): string[] {
  return parseQuery(text, KEYS).map(({ isNot, key = '', operator = '', values, problem }) => {
    const told = values.map((one) => (one.isPattern ? `/${one.text}/` : one.text)).join('|')
    return `${isNot ? '-' : ''}${key}:${operator}${told}${problem ? ' !' : ''}`
  })
}

test('a filter is words, phrases, patterns, and keys with values of which one must hold', () => {
  expect(shown('agent:codex,claude -finding:danger length:>=2m cart "two words" /v\\d+/')).toEqual([
    ...['agent:codex|claude', '-finding:danger', 'length:>=2m'],
    ...[':cart', ':two words', ':/v\\d+/'],
  ])
  expect(shown('path:"my file",src said:≠')).toEqual(['path:my file|src', 'said:≠'])
})

test('a key that does not exist is named with what was probably meant, and does not count', () => {
  const [wrong, right] = parseQuery('agnet:codex cart', KEYS)
  expect(wrong).toMatchObject({ from: 0, to: 11, suggestion: 'agent' })
  expect(soundTerms([wrong!, right!])).toEqual([right])
})

test('what is typed only halfway does not count: an empty key, a quote, a pattern', () => {
  expect(shown('agent:')).toEqual(['agent: !'])
  expect(shown('"two wor')).toEqual([':two wor'])
  expect(shown('/(/')).toEqual([':/(/ !'])
  expect(shown('-')).toEqual(['-: !'])
})

test('whatever is typed, the terms stand in order, apart from each other, and hold all but blanks', () => {
  const random = seededRandom('queries')
  const letters = ['a', ':', '"', '/', ',', '-', ' ', '>', '=', 'agent:', '≠', '\\', '\t', '😀']
  for (let n = 0; n < 2_000; n += 1) {
    const length = 1 + Math.floor(random() * 12)
    const text = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join(
      '',
    )
    let at = 0
    for (const { from, to } of parseQuery(text, KEYS)) {
      expect(from).toBeGreaterThanOrEqual(at)
      expect(to).toBeGreaterThan(from)
      at = to
    }
  }
})

test('texts are compared without regard to large and small letters, numbers by their operator', () => {
  const [word] = parseQuery('Cart', KEYS)
  expect(isTextIn(word!, 'the cart')).toBe(true)
  const [pattern] = parseQuery('/^c.rt$/', KEYS)
  expect([isTextIn(pattern!, 'Cart'), isTextIn(pattern!, 'a cart')]).toEqual([true, false])
  const [length] = parseQuery('length:>2m', KEYS)
  const lengths = [119_000, 120_000, 121_000]
  expect(lengths.map((ms) => isNumberIn(length!, ms, parseLength))).toEqual([false, false, true])
})

test('lengths and counts are read as the page writes them', () => {
  expect(['90s', '2m30s', '1h', '7d', '1.5s', 'x'].map(parseLength)).toEqual([
    ...[90_000, 150_000, 3_600_000, 604_800_000, 1_500],
    undefined,
  ])
  expect(['12', '61k', '1.5M', '$0.41', 'k'].map(parseCount)).toEqual([
    ...[12, 61_000, 1_500_000, 0.41],
    undefined,
  ])
})
