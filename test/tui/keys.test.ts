import { expect, test } from 'vitest'
import { readInput } from '../../src/tui/keys.ts'

const keys = (sent: string) => readInput(sent).map((one) => (one.type === 'key' ? one.key : one))

test.each([
  ['\u001b[A', ['up']],
  ['\u001bOB', ['down']],
  ['\u001b[1;5C', ['right']],
  ['\u001b[5~', ['page-up']],
  ['\u001b[6;2~', ['page-down']],
  ['\u001b[H', ['home']],
  ['\u001b[4~', ['end']],
  ['\u001b', ['escape']],
  ['\u007f', ['backspace']],
  ['\r', ['enter']],
  ['\u0003\u001a\u0006', ['ctrl-c', 'ctrl-z', 'ctrl-f']],
  ['gj日👩', ['g', 'j', '日', '👩']],
  ['\u001bx', ['x']],
  ['\u001b[<65;3;7M', ['wheel-down']],
  ['\u001b[<0;3;7M', [{ type: 'click', row: 6, column: 2 }]],
  ['\u001b[<0;3;7m', []],
])('%j is %j', (sent, read) => {
  expect(keys(sent)).toEqual(read)
})

test.each([
  '\u001b[31m',
  '\u001b[1;5P',
  '\u001b[27;5;105~',
  '\u001b[I',
  '\u001b[200~',
  '\u001bOP',
  '\u001b[5A',
  '\u001b[1;2;3;4q',
])('a sequence that nobody knows, %j, is no key and no harm', (sent) => {
  expect(keys(sent)).toEqual([])
})

test.each([
  ['\u001b[1;2D', true],
  ['\u001b[1;4C', true],
  ['\u001b[6;2~', true],
  ['\u001b[1;5C', false],
  ['\u001b[D', false],
])('whether Shift was held with %j is told beside the key: %s', (sent, hasShift) => {
  const [input] = readInput(sent)
  expect(input?.type === 'key' && input.hasShift === true).toBe(hasShift)
})
