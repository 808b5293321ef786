import parse from '@iarna/toml/parse-string.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTomlKey, scanTomlKeys } from '../../../src/store/config/toml-lines.ts'

function lines(text: string): Record<string, number> {
  parse(text)
  return Object.fromEntries(scanTomlKeys(text).linesOf)
}

test('keys are found below headers, dotted, quoted and in inline tables', () => {
  expect(
    lines(
      [
        'top = 1',
        'a.b = 2 # a.c = 3',
        '',
        '[ watch . "x y" ] # [no]',
        'roots=["a"]',
        "'q.r' = '[z]'",
        '[llm]',
        'sub = { one = 1, two = { three = "}" } }',
        '[[list]]',
        'n = 1',
        '[[list]]',
        'n = 2',
      ].join('\n'),
    ),
  ).toEqual({
    top: 1,
    'a.b': 2,
    'watch."x y"': 4,
    'watch."x y".roots': 5,
    'watch."x y".roots[0]': 5,
    'watch."x y"."q.r"': 6,
    llm: 7,
    'llm.sub': 8,
    'llm.sub.one': 8,
    'llm.sub.two': 8,
    'llm.sub.two.three': 8,
    list: 9,
    'list.n': 10,
  })
})

test('elements of lists over several lines have their own line', () => {
  const text = 'a = [ # one ]\n  "x", "[",\n\n  # "no",\n  """\n]\n""",\n  [1,\n 2],\n]\r\nb = 1\n'
  expect(lines(text)).toEqual({
    a: 1,
    'a[0]': 2,
    'a[1]': 2,
    'a[2]': 5,
    'a[3]': 8,
    'a[3][0]': 8,
    'a[3][1]': 9,
    b: 11,
  })
})

test('texts that look like keys are texts', () => {
  const text = 'a = \'\'\'\n[x]\ny = 1\n\'\'\'\nb = """\n\\""" c = 1\n"""\nd = \'\\\'\ne = "\\"#"\n'
  expect(lines(text)).toEqual({ a: 1, b: 5, d: 8, e: 9 })
})

test('text that is not TOML ends the search, not the program', () => {
  for (const text of [
    '[',
    '=',
    ']',
    'a = [',
    'a = {',
    '"',
    'a.',
    '[[[',
    '\0',
    'a = [,',
    '[a]]\n=',
  ]) {
    expect(() => scanTomlKeys(text)).not.toThrow()
  }
  expect(() => scanTomlKeys(`a = ${'['.repeat(50_000)}`)).not.toThrow()
})

const word = fc.constantFrom('a', 'b-c', 'd_1', 'e f', 'g.h', 'i"j', 'é')
const value = fc.constantFrom(
  '1',
  'true',
  '"x # y"',
  "'[z'",
  '[]',
  '[1, # c\n  "]",\n]',
  '"""\n[k]\n"""',
)
const noise = fc.constantFrom('', '\n', '# c = 1\n', '  \n\n', '\r\n')

test('every key of a generated text is found on its line', () => {
  const entry = fc.record({ words: fc.array(word, { minLength: 1, maxLength: 2 }), value, noise })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
      let text = ''
      const expected: [string, number][] = []
      for (const [index, { words, value: written, noise: before }] of entries.entries()) {
        text += before
        const segments = [`k${index}`, ...words]
        expected.push([formatTomlKey(segments), text.split('\n').length])
        const isHeader = index % 3 === 2
        text += isHeader
          ? `[${formatTomlKey(segments)}]\n`
          : `${formatTomlKey(segments)} = ${written}\n`
        if (isHeader) break
      }
      parse(text)
      const { linesOf } = scanTomlKeys(text)
      for (const [name, line] of expected) expect([name, linesOf.get(name)]).toEqual([name, line])
    }),
    { numRuns: 500 },
  )
})
