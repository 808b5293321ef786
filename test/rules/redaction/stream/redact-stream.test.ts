/** What a terminal shows is redacted before it is written: whatever the chunks, the colours and the wraps. */
import { expect, test } from 'vitest'
import type { CastEvent } from '../../../../src/model/cast.ts'
import { createSecretFinder } from '../../../../src/rules/redaction/redact-text.ts'
import { StreamRedactor } from '../../../../src/rules/redaction/stream/redact-stream.ts'
import { fill, seededRandom } from '../sample.ts'

const KNOWN = 'kn0wn/Va+lue"of~mine'
const finder = createSecretFinder([KNOWN])
const random = seededRandom(7)
const token = fill('ghp_<w36>', random).text
const mark = '[redacted:github-token]'.padEnd(40, '•')

function outputs(...data: string[]): CastEvent[] {
  return data.map((text, at) => ({ timeMs: at, code: 'o', data: text }))
}

function redacted(events: readonly CastEvent[], columns = 80): CastEvent[] {
  const redactor = new StreamRedactor({ finder, columns, rows: 24 })
  return [...events.flatMap((event) => redactor.offer(event)), ...redactor.end()]
}

function shown(events: readonly CastEvent[]): string {
  return events
    .filter(({ code }) => code === 'o')
    .map(({ data }) => data)
    .join('')
}

test('a token keeps its width, so that what stands behind it keeps its column', () => {
  expect(shown(redacted(outputs(`| ${token} |\r\n`)))).toBe(`| ${mark} |\r\n`)
})

test('colours within a token hide nothing and stay where they were', () => {
  const coloured = `${token.slice(0, 6)}\u001b[31m${token.slice(6, 30)}\u001b[0m${token.slice(30)}`
  const expected = `${mark.slice(0, 6)}\u001b[31m${mark.slice(6, 30)}\u001b[0m${mark.slice(30)}`
  expect(shown(redacted(outputs(`${coloured} end\r\n`)))).toBe(`${expected} end\r\n`)
})

test('a token that comes in two chunks is found wherever it is cut, and each chunk keeps its time', () => {
  for (let cut = 1; cut < token.length; cut++) {
    const events = redacted(outputs(`a ${token.slice(0, cut)}`, `${token.slice(cut)} b`))
    expect(events.map(({ timeMs }) => timeMs)).toEqual([0, 1])
    expect(shown(events)).toBe(`a ${mark} b`)
  }
})

test('what may become a secret waits two seconds and no longer, so that a crash loses little', () => {
  const redactor = new StreamRedactor({ finder, columns: 80, rows: 24 })
  expect(redactor.offer({ timeMs: 0, code: 'o', data: `a ${token.slice(0, 20)}` })).toEqual([])
  expect(redactor.release(1_999)).toEqual([])
  const [event] = redactor.release(2_000)
  expect(event?.data).toMatch(/^a •+$/)
  const rest = { timeMs: 2_500, code: 'o', data: `${token.slice(20)} b\r\n` }
  expect(shown([...redactor.offer(rest), ...redactor.end()])).toBe(`${'•'.repeat(20)} b\r\n`)
})

test('labels of markers are redacted as well, since people paste into them', () => {
  expect(redacted([{ timeMs: 0, code: 'm', data: `deploy with ${token}` }])).toEqual([
    { timeMs: 0, code: 'm', data: 'deploy with [redacted:github-token]' },
  ])
})
