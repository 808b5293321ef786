import { expect, test } from 'vitest'
import { markdownBlock, markdownCode, markdownText } from '../../../src/cli/reports/markdown.ts'

test('text of strangers has no markup of its own', () => {
  expect(markdownText('a *b* [c](http://d) <e> `f` | g \\')).toBe(
    'a \\*b\\* \\[c\\](http://d) \\<e\\> \\`f\\` \\| g \\\\',
  )
  expect(['# a', '- b', '+ c', '1. d', '#e'].map(markdownText)).toEqual([
    '\\# a',
    '\\- b',
    '\\+ c',
    '1\\. d',
    '#e',
  ])
  expect(markdownText('&lt;b&gt; & ~~x~~ _y_ __init__.py snake_case')).toBe(
    '\\&lt;b\\&gt; & \\~\\~x\\~\\~ \\_y\\_ \\_\\_init\\_\\_.py snake_case',
  )
  expect(['---', '===', '-'].map(markdownText)).toEqual(['\\---', '\\===', '\\-'])
  expect(markdownText('one\n# two\u001b[2J')).toBe('one\\\\n# two\\\\e\\[2J')
})

test('code ends where it should, whatever is in it', () => {
  expect(markdownCode('a')).toBe('`a`')
  expect(markdownCode('a`b')).toBe('``a`b``')
  expect(markdownCode('`')).toBe('`` ` ``')
  expect(markdownBlock(['```', 'x', '````'], 'diff')).toEqual([
    '`````diff',
    '```',
    'x',
    '````',
    '`````',
  ])
})
