import { afterEach, expect, test } from 'vitest'
import { createStyle } from '../../../src/cli/terminal/style.ts'

afterEach(() => {
  delete process.env.COLORTERM
})

test('changes have the colours of the terminal, or those of the brand where it can show them', () => {
  expect(createStyle(true)('added', '+')).toBe('\u001b[32m+\u001b[39m')
  process.env.COLORTERM = 'truecolor'
  expect(createStyle(true)('added', '+')).toBe('\u001b[38;2;26;158;85m+\u001b[39m')
  expect(createStyle(true)('renamed', '→')).toBe('\u001b[2m→\u001b[22m')
})

test('without colour, and of empty text, nothing is changed', () => {
  expect(createStyle(false)('removed', '-')).toBe('-')
  expect(createStyle(true)('bold', '')).toBe('')
})
