import fc from 'fast-check'
import { expect, test } from 'vitest'
import { widthOf } from '../../../src/tui/line.ts'
import { adaptColors, type ColorDepth } from '../../../src/tui/player/recorded-colors.ts'
import { RecordedRow } from '../../../src/tui/player/recorded-row.ts'

const bare = (text: string) => text.replaceAll(/\u001b\[[\d;]*m/g, '')
const slice = (text: string, from: number, to: number, isFilled = false) =>
  bare(new RecordedRow(text, 'any').slice(from, to, isFilled))

test('half a wide character at either edge is a blank, so that all columns stay true', () => {
  expect(slice('漢字ab', 0, 3)).toBe('漢 ')
  expect(slice('漢字ab', 1, 5)).toBe(' 字a')
  expect(slice('漢字ab', 1, 3)).toBe('  ')
})

test('what combines goes with the character it stands on, at the edges too', () => {
  expect(slice('ae\u0301b', 1, 2)).toBe('e\u0301')
  expect(slice('ae\u0301b', 2, 3)).toBe('b')
  expect(slice('👩\u200d👧x', 0, 4)).toBe('👩\u200d👧')
})

test('the codes in force at a cut begin the part after it, and end with it', () => {
  const row = new RecordedRow('\u001b[1;31mred \u001b[44mon blue\u001b[0m plain', 'any')
  expect(row.slice(2, 7)).toBe('\u001b[0m\u001b[1;31md \u001b[0m\u001b[1;31m\u001b[44mon \u001b[0m')
  expect(row.slice(12, 16)).toBe('plai')
})

test('a hostile row reaches the terminal as characters and colours, and no wider than asked for', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\u001b',
        '[',
        ']',
        '2',
        'J',
        ';',
        'm',
        '\u009b',
        '\u0007',
        '\\',
        'P',
        '?',
        '漢',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 60,
  })
  fc.assert(
    fc.property(hostile, fc.nat(12), fc.nat(12), (text, from, wide) => {
      const sent = new RecordedRow(text, 'any').slice(from, from + wide, true)
      const seen = bare(sent)
      expect(seen).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      expect([...seen].reduce((sum, one) => sum + widthOf(one), 0)).toBe(wide)
    }),
    { numRuns: 500 },
  )
})

test('colours that a terminal cannot show become the nearest that it can, and none where none is wanted', () => {
  const kept = (parameters: string, depth: ColorDepth) => adaptColors(parameters, depth).kept
  expect(kept('1;38;2;255;0;0;48;5;7', 'any')).toBe('1;38;2;255;0;0;48;5;7')
  expect(kept('1;38;2;255;0;0', 'indexed')).toBe('1;38;5;196')
  expect(kept('38:2::128:128:128', 'indexed')).toBe('38;5;244')
  expect(kept('1;31;48;5;7;4', 'none')).toBe('1;4')
  expect(kept('38;2;1', 'any')).toBe('')
  expect(kept('38;5;999', 'any')).toBe('')
  expect(adaptColors('31;0;38;5;0', 'any')).toEqual({ isReset: true, kept: '38;5;0' })
})
