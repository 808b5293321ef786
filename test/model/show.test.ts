import { expect, test } from 'vitest'
import { showJson } from '../../src/model/show.ts'

test('JSON reads back as it was, but for half a character, which strict readers refuse', () => {
  const odd = { 'k\ud800': ['\udc00 \\ud800 \\\ud83d', '😀\u2028\u202e\u001b'], whole: '\\\\ud83d' }
  const text = showJson(odd)
  expect(JSON.parse(text)).toEqual({
    'k\ufffd': ['\ufffd \\ud800 \\\ufffd', '😀\u2028\u202e\u001b'],
    whole: '\\\\ud83d',
  })
  expect(text).not.toMatch(/[\u2028\u202e\u001b]/)
  expect(showJson(odd, 2)).toContain('\n  "whole"')
})
