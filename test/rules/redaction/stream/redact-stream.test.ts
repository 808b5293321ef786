/** What a terminal shows is redacted before it is written: whatever the chunks, the colours and the wraps. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CastEvent } from '../../../../src/model/cast.ts'
import { createSecretFinder } from '../../../../src/rules/redaction/redact-text.ts'
import { StreamRedactor } from '../../../../src/rules/redaction/stream/redact-stream.ts'
import { growth } from '../../../helpers/growth.ts'
import { fill, seededRandom } from '../sample.ts'

const KNOWN = 'kn0wn/Va+lue"of~mine'
const finder = createSecretFinder([KNOWN])
const random = seededRandom(7)
const token = fill('ghp_<w36>', random).text
/** The same streams each time, unless another seed is given: long searches are made by hand. */
const SEED = Number(process.env.FLIGHTREC_SEED ?? 20261128)
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

/** Whether eight characters in a row of the secret stand in the text. */
function leaks(text: string, secret: string, piece = 8): boolean {
  for (let at = 0; at + piece <= secret.length; at++) {
    if (text.includes(secret.slice(at, at + piece))) return true
  }
  return false
}

describe('a token is found', () => {
  const rows = (columns: number, text: string) => text.match(new RegExp(`.{1,${columns}}`, 'g'))!
  const line = `$ export GITHUB_TOKEN=${token}`
  const csi = (sequence: string) => `\u001b[${sequence}`
  const to = (column: number) => csi(`5;${column}H`)
  const [head, tail] = [token.slice(0, 20), token.slice(20)]
  const ways: Record<string, string> = {
    'where the terminal wraps it at its edge': `${'x'.repeat(60)} ${token}\r\n`,
    'where a program has cut it at the width of the terminal': rows(40, line).join('\r\n'),
    'where a program paints full rows one by one': rows(40, line)
      .map((row, at) => `\u001b[${at + 3};1H${row}`)
      .join(''),
    'where the cursor is put between its parts, to where it is': `${to(3)}${head}${to(23)}${tail}`,
    'where its end is painted first, within one update': `${csi('?2026h')}${to(21)}${tail}${csi('H')}x${to(1)}${head}${csi('?2026l')}`,
    'where colours change at every character': [...token]
      .map((one, at) => `\u001b[3${at % 8}m${one}`)
      .join(''),
    'where a typing error in it is taken back': `${token.slice(0, 30)}Q\b \b${token.slice(30)}\r\n`,
    'where a line editor inserts a part later': `${head.slice(0, 15)}${tail}${csi('20D')}${csi('5@')}${head.slice(15)}\r\n`,
    'where a progress bar is drawn over it': `10 % ${token}\r20 % ${token}\r\u001b[Kdone\r\n`,
    'where blanks are skipped before it': `token:\u001b[9C${token}\r\n`,
    'in a title': `\u001b]0;make ${token}\u0007`,
    'in the address of a link': `\u001b]8;;https://x.test/?a=1&t=${token}\u001b\\here\u001b]8;;\u001b\\`,
    'in a folder': `\u001b]7;file://host/tmp/${token}\u0007`,
    'in a row of a region that scrolls': `\u001b[2;5r\u001b[5;1H${line}\n\r${line}\n\r`,
    'on the alternate screen': `\u001b[?1049h\u001b[H${token}\u001b[?1049l`,
    'in a box': `│ ${token.slice(0, 36)} │\r\n`.replace(
      token.slice(0, 36),
      `t=${token.slice(0, 40)}`,
    ),
    'beyond the edge of a terminal that does not wrap': `\u001b[?7l${'x'.repeat(50)} ${token}\u001b[?7h\r\n`,
    'where it is cut in a box': `│ use ${token.slice(0, 32)} │\r\n│ ${token.slice(32).padEnd(36)} │\r\n`,
    'where it is cut in an indented column': `> use ${token.slice(0, 32)}\r\n  ${token.slice(32)}\r\n`,
    'behind wide characters': `日本語 ${token}\r\n`,
  }
  test.each(Object.entries(ways))('%s', (_, text) => {
    const out = shown(redacted(outputs(text), 40))
    expect(leaks(out.replace(/\u001b\[[0-9;?]*[A-Za-z@]/g, ''), token), out).toBe(false)
  })

  test('in the clipboard, which comes in base64', () => {
    for (const before of ['', 'a', 'ab']) {
      const encoded = Buffer.from(`${before} ${token} end`).toString('base64')
      const out = shown(redacted(outputs(`\u001b]52;c;${encoded}\u0007`)))
      const decoded = Buffer.from(out.replaceAll('•', 'A').slice(7, -1), 'base64').toString(
        'latin1',
      )
      expect(leaks(decoded, token)).toBe(false)
      expect([...out]).toHaveLength(encoded.length + 8)
    }
  })

  test('where it is typed a character at a time, but for the first few', () => {
    const typed = [...`export T=${token}`].map((data, at) => ({
      timeMs: at * 180,
      code: 'o',
      data,
    }))
    const out = shown(redacted([...typed, { timeMs: 9_000, code: 'o', data: '\r\n' }]))
    expect(leaks(out, token, 12)).toBe(false)
  })
})

test('what stands on the row below a full one stays, when it is a line of its own', () => {
  const full = 'x'.repeat(13).padEnd(40, ` ${token.slice(0, 26)}`)
  for (const below of ['2 files changed', 'HTTP/1.1 200 OK', '1.2.3']) {
    expect(shown(redacted(outputs(`${full}\r\n${below}\r\n`), 40))).toContain(below)
  }
})

describe('whatever a program does with the cursor', () => {
  const plain = [
    'words ',
    'x',
    '\n',
    '\r\n',
    '\r',
    '\b',
    '\t',
    '\u001b[31m',
    '\u001b[0m',
    '\u001b[K',
    '\u001b[2K',
    '\u001b[2J',
    '\u001b[H',
    '\u001b[A',
    '\u001b[5C',
    '\u001b[3D',
    '\u001b[2;7H',
    '\u001b[12G',
    '\u001b[3P',
    '\u001b[4@',
    '\u001b[2L',
    '\u001b[M',
    '\u001b[2;9r',
    '\u001b[S',
    '\u001bM',
    '\u001b7',
    '\u001b8',
    '\u001b[?1049h',
    '\u001b[?1049l',
    '\u001b[?2026h',
    '\u001b[?2026l',
    '\u001b[?7l',
    '\u001b[?7h',
    '\u001b[4h',
    '\u001b[4l',
    '\u001b]0;a title\u0007',
    '\u001b]52;c;aGVsbG8=\u001b\\',
    '\u001b(B',
    '\u001bP+q544e\u001b\\',
    '\u009b1m',
    '│',
    '日本',
    '😀',
    'e\u0301',
    'y'.repeat(45),
  ]
  const secrets = [
    token,
    token.slice(0, 19),
    token.slice(19),
    KNOWN,
    'password=',
    `API_KEY=${fill('<w20>', random).text}`,
    `\u001b]0;${token}\u0007`,
    `\u001b]52;c;${Buffer.from(`a ${token} b`).toString('base64')}\u0007`,
    '-----BEGIN PRIVATE KEY-----\r\n',
    `${fill('<b64>', random).text}\r\n`,
  ]
  const streams = (parts: readonly string[]) =>
    fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((all) => all.join(''))

  test('a stream may be cut anywhere', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(streams([...plain, ...secrets]), lengths, (text, cuts) => {
        const characters = [...text]
        const pieces: string[] = []
        for (let at = 0, turn = 0; at < characters.length; turn++) {
          const length = cuts[turn % cuts.length]!
          pieces.push(characters.slice(at, at + length).join(''))
          at += length
        }
        const now = (data: string) => ({ timeMs: 0, code: 'o', data })
        expect(shown(redacted(pieces.map(now), 40))).toBe(shown(redacted([now(text)], 40)))
      }),
      { numRuns: 3000, seed: SEED },
    )
  })

  test('what holds no secret stays as it is, byte for byte and event for event', () => {
    fc.assert(
      fc.property(
        fc.array(streams(plain), { maxLength: 8 }),
        fc.integer({ min: 0, max: 900 }),
        (all, step) => {
          const events = all.map((data, at) => ({ timeMs: at * step, code: 'o', data }))
          expect(redacted(events, 40)).toEqual(events)
        },
      ),
      { numRuns: 2000, seed: SEED },
    )
  })

  test('events stay in order with their times, and what is shown keeps its width', () => {
    const codes = fc.constantFrom('o', 'o', 'o', 'm', 'r', 'i')
    const some = fc.array(fc.tuple(codes, streams([...plain, ...secrets])), { maxLength: 12 })
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 3000 }), (all, step) => {
        const events = all.map(([code, data], at) => ({
          timeMs: at * step,
          code,
          data: code === 'r' ? '60x20' : data,
        }))
        const out = redacted(events, 40)
        expect(out.map(({ timeMs, code }) => [timeMs, code])).toEqual(
          events.map(({ timeMs, code }) => [timeMs, code]),
        )
      }),
      { numRuns: 1000, seed: SEED },
    )
  })
})

test('no size, no sequence and half a character costs no event', () => {
  const sizes = fc.constantFrom('1x1', '999999999x999999999', '-1x-1', 'junk', '40x2')
  const parts = fc.constantFrom(
    '\u001b',
    '[',
    '99999',
    ';',
    'L',
    'T',
    'b',
    '@',
    'r',
    '\ud83d',
    token,
  )
  const data = fc.array(parts, { maxLength: 30 }).map((all) => all.join(''))
  const events = fc.array(
    fc.oneof(
      data.map((text) => ({ timeMs: 0, code: 'o', data: text })),
      sizes.map((size) => ({ timeMs: 0, code: 'r', data: size })),
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(events, fc.constantFrom(0, 1, 40, 1e9), (all, columns) => {
      expect(redacted(all, columns)).toHaveLength(all.length)
    }),
    { numRuns: 500, seed: SEED },
  )
})

describe('time is in proportion to what is shown', () => {
  test.each([
    ['lines', 'a line of some words\r\n'],
    ['one long line', 'word '],
    ['a long token', 'ghp_a1b2'],
    ['secrets', `${token} `],
    ['spinners', '|\b/\b-\b'],
    ['progress bars', '\r\u001b[2K 12 % of password=hunter2hunter2'],
    ['painted rows', '\u001b[3;1H\u001b[K│ words │\u001b[9;20Hmore'],
    ['inserted characters', '\u001b[4habc\u001b[4l\r'],
    ['scrolled regions', '\u001b[2;9r\u001b[9;1H\nwords\r'],
    ['titles', '\u001b]0;title\u0007'],
    ['one long title', ';a1;\u009d'],
    ['sequences without an end', '\u001b[1;2'],
  ])('%s', (_, unit) => {
    const redactMany = (size: number) => {
      const text = unit.repeat(Math.ceil(size / unit.length))
      const pieces = text.match(/[\s\S]{1,1000}/g)!
      redacted(pieces.map((data) => ({ timeMs: 0, code: 'o', data })))
    }
    expect(growth(200_000, redactMany)).toBeLessThan(3)
  })
})
