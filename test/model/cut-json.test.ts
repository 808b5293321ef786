import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCutJson } from '../../src/model/cut-json.ts'

test.each([
  ['{"a":1,"b":"long te', { a: 1, b: 'long te' }],
  ['{"a":1,"b', { a: 1 }],
  ['{"a":1,"b":', { a: 1 }],
  ['{"a":1,"b":tru', { a: 1 }],
  ['{"a":{"b":[1,2,{"c":"x\\u00', { a: { b: [1, 2, { c: 'x' }] } }],
  ['{"a":"x\\\\', { a: 'x\\' }],
  ['{"a":"x\\', { a: 'x' }],
  ['{"a":"q\\"uo', { a: 'q"uo' }],
  ['{"a":[', { a: [] }],
  ['{', {}],
  ['', undefined],
  ['nonsense', undefined],
])('%s is read as far as it goes', (text, value) => {
  expect(parseCutJson(text)).toEqual(value)
})

test('JSON cut anywhere never throws, and whole members before the cut are kept', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
      const text = JSON.stringify({ first: 1, value })
      const cut = text.slice(0, 11 + (at % text.length))
      expect(parseCutJson(cut)).toHaveProperty('first', 1)
    }),
  )
})
