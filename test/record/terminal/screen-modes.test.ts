import { expect, test } from 'vitest'
import { ScreenModes } from '../../../src/record/terminal/screen-modes.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

function modeAfter(...chunks: string[]): string {
  const modes = new ScreenModes()
  for (const chunk of chunks) modes.offer(Buffer.from(chunk))
  return modes.mode
}

test('colours and moves leave nothing behind that would have to be set back', () => {
  expect(modeAfter('\x1b[31mred\x1b[m \x1b[2;3H \x1b]0;?1049h\x07 [?1049h')).toBe('untouched')
})

test('the other screen counts until it is left, among other modes and by each of its numbers', () => {
  for (const number of ['47', '1047', '1049', '25;1049'])
    expect(modeAfter(`\x1b[?${number}h`)).toBe('alternate')
  expect(modeAfter('\x1b[?1049h', '\x1b[?1049l')).toBe('modes')
  expect(modeAfter('\x1b[?1049h\x1b[?25l')).toBe('alternate')
  expect(modeAfter('\x1b[?1003h')).toBe('modes')
  expect(modeAfter('\x1b[>1u')).toBe('modes')
})

test('a sequence counts however it is cut, since reads end anywhere', () => {
  const random = seededRandom('cut sequences')
  const text = 'x\x1b[31m\x1b[?25l\x1b[?1049;2004hy\x1b[1mz'
  for (let n = 0; n < 200; n += 1) {
    const chunks: string[] = []
    for (let at = 0; at < text.length; ) {
      const length = 1 + Math.floor(random() * 9)
      chunks.push(text.slice(at, at + length))
      at += length
    }
    expect([chunks, modeAfter(...chunks)]).toEqual([chunks, 'alternate'])
  }
})
