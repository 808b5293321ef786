import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InputSplitter } from '../../src/tui/input-splitter.ts'

const SENT = [
  ...['a', '日', '\u001b[A', '\u001bOB', '\u001b[1;2C', '\u001b[<0;3;7M', '\u001b[3~', '\r'],
  ...[
    '\u001b]11;rgb:0000/0000/0000\u001b\\',
    '\u001b[?62;4c',
    '\u001b[1;2R',
    '\u001bx',
    '\u001b[M !!',
  ],
]

test('what a terminal sends comes as its keys and answers, wherever the pieces were cut', () => {
  const cuts = fc.array(fc.nat(200), { maxLength: 6 })
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SENT), { maxLength: 8 }), cuts, (sent, places) => {
      const text = sent.join('')
      const at = [0, ...places.filter((place) => place < text.length).sort((a, b) => a - b)]
      const pieces = at.map((from, n) => text.slice(from, at[n + 1]))
      const splitter = new InputSplitter()
      const parts = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()]
      const plain = (some: readonly string[]) => some.filter((one) => one.startsWith('\u001b'))
      expect(plain(parts)).toEqual(plain(sent))
      expect(parts.join('')).toBe(text)
    }),
  )
})

test('an escape waits for what may come after it, and is a key when nothing does', () => {
  const splitter = new InputSplitter()
  expect([splitter.push('\u001b'), splitter.isWaiting]).toEqual([[], true])
  expect([splitter.flush(), splitter.isWaiting]).toEqual([['\u001b'], false])
  expect(splitter.push('\u001b[')).toEqual([])
  expect(splitter.push('A')).toEqual(['\u001b[A'])
})

test('a sequence that never ends is not waited for without bound', () => {
  const splitter = new InputSplitter()
  expect(splitter.push(`\u001b]${'x'.repeat(1_000)}`).join('')).toHaveLength(1_002)
})
