import { expect, test } from 'vitest'
import { terminalPicture } from './terminal-picture.ts'

test('what stands in a terminal stands in its picture, in its column and colour, and is only text there', () => {
  const picture = terminalPicture(
    ['\u001b[7mhead\u001b[0m\n\u001b[2m1\u001b[0m 日\u001b[32m+ <a&b>\u001b[39m'],
    20,
    'a "b"',
  )
  expect(picture.split('\n').slice(3, -3)).toMatchInlineSnapshot(`
    [
      "<rect x="20" y="20" width="33.7" height="19" fill="#E8E8E2"/>",
      "<text y="34"><tspan x="20" fill="#101010">head</tspan></text>",
      "<text y="53"><tspan x="20" fill="#8A8A84">1</tspan><tspan x="36.9">日</tspan><tspan x="53.7" fill="#2EBD75">+ &lt;a&amp;b></tspan></text>",
    ]
  `)
  expect(picture).toContain('aria-label="a &quot;b&quot;"')
})

test('columns stand apart by their places and not by spaces, of which a browser makes one', () => {
  const [row] = terminalPicture(['12:00   rm a b      [9]'], 30, '').match(/<text.*<\/text>/)!
  expect(row).toBe(
    '<text y="34"><tspan x="20">12:00</tspan><tspan x="87.4">rm a b</tspan><tspan x="188.6">[9]</tspan></text>',
  )
  expect(row).not.toMatch(/ {2}/)
})

test('a colour that is not switched off holds in the next row', () => {
  const [first, second] = terminalPicture(['\u001b[31ma\nb\u001b[0m'], 5, '').match(
    /fill="#E05656"/g,
  )!
  expect([first, second]).toEqual(['fill="#E05656"', 'fill="#E05656"'])
})
