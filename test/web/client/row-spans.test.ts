import { expect, test } from 'vitest'
import { spansOf } from '../../../src/web/client/state/terminal/row-spans.ts'

const plain = (painted: string) =>
  spansOf(painted).map(({ text, column, cells }) => [text, column, cells])

test('a row without colours is one span', () => {
  expect(spansOf('$ ls -la')).toEqual([{ text: '$ ls -la', column: 0, cells: 8, looks: [] }])
})

test('looks and colours are those of the codes, and end with the next ones', () => {
  const spans = spansOf(
    '\u001b[0;1;31mred\u001b[0m plain \u001b[0;4:3;38;2;1;2;3;48;5;200mdeep\u001b[0m',
  )
  expect(spans.map(({ text, looks, ink, ground }) => [text, looks, ink, ground])).toEqual([
    ['red', ['bold'], 1, undefined],
    [' plain ', [], undefined, undefined],
    ['deep', ['underlined'], 'rgb(1 2 3)', 'rgb(255 0 215)'],
  ])
})

test('bright and indexed colours below 16 are the colours of the terminal', () => {
  const spans = spansOf('\u001b[0;97;103ma\u001b[0;38;5;9;48;5;4mb\u001b[0m')
  expect(spans.map(({ ink, ground }) => [ink, ground])).toEqual([
    [15, 11],
    [9, 4],
  ])
})

test('what a font may draw in another width has a span of its own, so that all after it stands where it stood', () => {
  expect(plain('ab漢c👍─│é')).toEqual([
    ['ab', 0, 2],
    ['漢', 2, 2],
    ['c', 4, 1],
    ['👍', 5, 2],
    ['─│é', 7, 3],
  ])
  expect(plain('e\u0301x')).toEqual([
    ['e\u0301', 0, 1],
    ['x', 1, 1],
  ])
})
