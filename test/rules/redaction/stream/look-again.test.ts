/** A recording that is complete is looked at once more, for what a look at the stream cannot see. */
import { expect, test } from 'vitest'
import type { CastEvent } from '../../../../src/model/cast.ts'
import { createSecretFinder } from '../../../../src/rules/redaction/redact-text.ts'
import { lookAgain } from '../../../../src/rules/redaction/stream/look-again.ts'
import { StreamRedactor } from '../../../../src/rules/redaction/stream/redact-stream.ts'
import { fill, seededRandom } from '../sample.ts'

const random = seededRandom(11)
const token = fill('ghp_<w36>', random).text
const size = { columns: 80, rows: 24 }

function recorded(events: readonly CastEvent[]): CastEvent[] {
  const redactor = new StreamRedactor({ finder: createSecretFinder(), ...size })
  return [...events.flatMap((event) => redactor.offer(event)), ...redactor.end()]
}

function longestPart(events: readonly CastEvent[]): number {
  const text = events.map(({ data }) => data).join('')
  const starts = Array.from(token, (_, at) => at)
  return Math.max(
    ...starts.map((at) => {
      let length = 0
      while (at + length < token.length && text.includes(token.slice(at, at + length + 1))) length++
      return length
    }),
  )
}

const output = (timeMs: number, data: string) => ({ timeMs, code: 'o', data })
const MISSED: Record<string, CastEvent[]> = {
  'a token whose halves are painted three seconds apart': [
    output(0, `\u001b[4;21H${token.slice(20)}\u001b[1;1H`),
    output(3_000, `\u001b[4;1H${token.slice(0, 20)}\u001b[9;1H`),
  ],
  'the beginnings of one while it is typed into a line that is painted anew': Array.from(
    token,
    (_, at) => output(at * 90, `\r\u001b[2K> ${token.slice(0, at + 1)}`),
  ),
  'one that is typed slowly, echoed character by character': Array.from(token, (one, at) =>
    output(at * 400, one),
  ),
}

test.each(Object.entries(MISSED))('%s', (_, events) => {
  const first = recorded(events)
  const { events: second, counts } = lookAgain(first, size, [])
  expect(longestPart(second)).toBeLessThan(9)
  expect(second.map(({ timeMs, code }) => [timeMs, code])).toEqual(
    events.map(({ timeMs, code }) => [timeMs, code]),
  )
  if (longestPart(first) >= 12) expect(counts.size).toBeGreaterThan(0)
})

test('what was found already is not found again, so that a second time changes nothing', () => {
  const first = recorded([output(0, `a ${token} b\r\n`), output(5, `password=hunter2hunter\r\n`)])
  expect(lookAgain(first, size, [])).toEqual({ events: first, counts: new Map() })
})

test('a value that a name gives away in one place is replaced where it stands alone', () => {
  const value = fill('<w20>', random).text
  const events = [output(0, `${value}\r\n`), output(9, `DB_PASSWORD=${value}\r\n`)]
  const { events: second } = lookAgain(events, size, [])
  expect(second.map(({ data }) => data).join('')).not.toContain(value.slice(0, 8))
})
