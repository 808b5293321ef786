/** Streams: it does not matter where a text is cut, nor how it was coloured, escaped or wrapped. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createByteSecretFinder,
  createSecretFinder,
  redactText,
} from '../../../src/rules/redaction/redact-text.ts'
import { TextRedactor } from '../../../src/rules/redaction/text-redactor.ts'
import { growth } from '../../helpers/growth.ts'
import { fill, seededRandom } from './sample.ts'

const KNOWN = 'kn0wn/Va+lue"of~mine'
const finder = createSecretFinder([KNOWN])
const random = seededRandom(7)
const secret = (template: string) => fill(template, random).text
const token = secret('ghp_<w36>')
const whole = (text: string) => redactText(finder, text).text

function inPieces(text: string, lengths: readonly number[]): string {
  const redactor = new TextRedactor(finder)
  let out = ''
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = lengths[turn % lengths.length]!
    out += redactor.push(text.slice(at, at + length))
    at += length
  }
  return out + redactor.end()
}

const pem = `-----BEGIN RSA PRIVATE KEY-----\n${Array.from({ length: 8 }, () => secret('<b64>')).join('\n')}\n${secret('<b20>')}==\n-----END RSA PRIVATE KEY-----\n`

const FRAGMENTS = [
  'plain words ',
  '\n',
  '\r\n',
  '\r',
  '"',
  '\\"',
  '\\n',
  '{"a":"',
  '"}',
  ': ',
  '=',
  ' ',
  '\u001b[31m',
  '\u001b[0m',
  '\b',
  'password',
  'password=',
  'token: ',
  '"secret":"',
  'API_KEY=',
  '--password ',
  'Authorization: Bearer ',
  'é',
  '€',
  '\u0000',
  token,
  secret('sk-ant-api03-<u93>AA'),
  secret('AKIA<T16>'),
  secret('eyJ<w20>.eyJ<w40>.<w43>'),
  secret('<w20>'),
  KNOWN,
  pem,
  pem.replaceAll('\n', '\\n'),
  'https://bob:',
  '@host/',
  secret('<h40>'),
  'x'.repeat(45),
  '\u001b]0;title\u0007',
  '-----BEGIN PRIVATE KEY-----',
  '[redacted:x]',
  'mysql -p',
  'password: |\n  ',
  'password:\n',
  'user,password\nbob,',
  '| user | token |\n|--|--|\n',
  ' | ',
  'secret = (\n',
  '" + "',
  '-----BEGIN%20PRIVATE%20KEY-----%0A',
  'Cookie: a=',
  "'",
  '`',
  '\\\\',
  '\\u001b[1m',
  '<',
  '>',
  ',',
  ';',
]
const texts = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 12 })), { maxLength: 40 })
  .map((parts) => parts.join(''))

/** The same texts each time, unless another seed is given: long searches are made by hand. */
const SEED = Number(process.env.FLIGHTREC_SEED ?? 20261121)

test('a key is found behind an open quote, which makes its line look like JSON', () => {
  const body = 'R0jwBbfXxBD8TSvwii6umOvcR6J0P6hHP591M99J0aHuUJW+J0BPVJtpab81OaNM'
  const label = 'RSA PRIVATE KEY-----'
  const text = `"mysql -p##/( -----BEGIN ${label}\n${body}\n-----END ${label}\n`
  expect(whole(text)).not.toContain(body)
})

describe('JSON stays JSON', () => {
  const objects = {
    'where a name ends in a backslash': { 'password\\': 100000 },
    'where a name ends in two backslashes': { 'password\\\\': 100000 },
    'where nested empty ones stand first': [[{}], [[]], { password: 100000 }],
    'where a name ends in a quote of another kind': { 'password`,': -100000, "password'=": 100000 },
    'where a name ends in an escaped quote': { 'password">': 1000000, 'password\\": ': false },
    'where a text ends like a name': ['password`,', 10000],
  }
  test.each(Object.entries(objects))('%s', (_, object) => {
    for (let json = JSON.stringify(object), depth = 0; depth < 4; depth++) {
      const redacted = whole(json)
      expect(() => JSON.parse(redacted), redacted).not.toThrow()
      json = JSON.stringify({ body: json })
    }
  })
})

test('in what only looks like JSON, a value in other quotes than its name is found', () => {
  const value = secret('<w12>')
  for (const quoted of [`"${value}"`, `":${value}"`, `", ${value}"`]) {
    expect(whole(`{"user": 'me', 'password': ${quoted}}`)).not.toContain(value)
  }
})

test('a secret is found within what only looks like a mark, which would hide it for good', () => {
  const value = secret('<w12>').toLowerCase()
  for (const text of [`[redacted:password:${value}]`, `[redacted:[password:${value}]`]) {
    expect(whole(text)).not.toContain(value)
  }
  const mark = `[redacted:${'a'.repeat(40)}]`
  expect(whole(mark)).toBe(mark)
})

describe('many lines that open something take time in proportion', () => {
  test.each([
    'password: |\n',
    'password = (\n',
    '- name: A_TOKEN\n',
    'user,password\n',
    `user,password\n${',"'.repeat(200)}\n`,
    '| a | token |\n|---|---|\n| 1 | 2 |\n',
    `${'\t'.repeat(400)}\n`,
    `password:\n${' '.repeat(400)}x\n`,
    `password = ${'"a" + '.repeat(60)}\n`,
    `ghp_${'a1'.repeat(30)}ab\n`,
    `${'a'.repeat(80)}\n`,
    '-----BEGIN%20PRIVATE%20KEY-----%0A',
  ])('%j', (unit) => {
    const redactMany = (size: number) => void whole(unit.repeat(Math.ceil(size / unit.length)))
    expect(growth(100_000, redactMany)).toBeLessThan(3)
  })
})

describe('for any text', () => {
  test('cutting it anywhere gives what the whole gives', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(texts, lengths, (text, cuts) => {
        expect(inPieces(text, cuts)).toBe(whole(text))
      }),
      { numRuns: 1500, seed: SEED },
    )
  })

  // Not more than that: where two secrets touch, the first may hide that the second begins.
  test('redacting again takes no mark away', () => {
    const marks = (text: string) => text.match(/\[redacted:[a-z0-9-]+\]/g)?.length ?? 0
    fc.assert(
      fc.property(texts, (text) => {
        const once = whole(text)
        expect(marks(whole(once))).toBeGreaterThanOrEqual(marks(once))
      }),
      { numRuns: 3000, seed: SEED },
    )
  })

  test('lines are neither added nor lost', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(whole(text).split('\n').length).toBe(text.split('\n').length)
      }),
      { numRuns: 1500, seed: SEED },
    )
  })

  test('JSON stays JSON', () => {
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        texts,
        fc.integer(),
        fc.boolean(),
        tie('object'),
        tie('list'),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(
        fc.oneof(fc.constantFrom('password', 'token', 'cmd', 'apiKey', 'stdout', 'auth'), texts),
        tie('value'),
        { maxKeys: 4 },
      ),
    }))
    const nested = values.object.map((object) => ({
      ...(object as object),
      body: JSON.stringify(object),
    }))
    fc.assert(
      fc.property(fc.oneof(values.object, values.list, nested), fc.boolean(), (value, isPretty) => {
        const json = JSON.stringify(value, null, isPretty ? 2 : 0)
        const redacted = whole(json)
        expect(() => JSON.parse(redacted), redacted).not.toThrow()
      }),
      { numRuns: 3000, seed: SEED },
    )
  })
})

test('a secret is found wherever a stream is cut in two, and byte by byte', () => {
  const text = `first line\nexport GH=${token} and\n${pem}done\n`
  const expected = whole(text)
  expect(expected).not.toContain(token.slice(10))
  for (let cut = 0; cut <= text.length; cut++) {
    const redactor = new TextRedactor(finder)
    const out = redactor.push(text.slice(0, cut)) + redactor.push(text.slice(cut)) + redactor.end()
    expect(out).toBe(expected)
  }
  expect(inPieces(text, [1])).toBe(expected)
})

test('a secret is found across the end of what is read at once, which is 64 KiB', () => {
  const block = `password: |\n  ${secret('<w12>')}\n`
  for (const text of [token, `password="${secret('<w8>')}" + "${secret('<w9>')}"`, block, pem]) {
    for (let inside = 1; inside < Math.min(text.length, 120); inside += 7) {
      const before = 'words of a line\n'.repeat(4096).slice(inside)
      const all = `${before}${text}\nmore\n`
      expect(inPieces(all, [65_536])).toBe(whole(all))
      expect(whole(all)).not.toContain(text.slice(-13).trim())
    }
  }
})

test('a long line is cut nowhere that matters', () => {
  const line = Array.from({ length: 3000 }, () => `${secret('<w12>')} ${secret('ghp_<w36>')}`).join(
    ' ',
  )
  expect(inPieces(line, [1009])).toBe(whole(line))
  expect(whole(line).match(/\[redacted:github-token\]/g)).toHaveLength(3000)
})

test('a token longer than any pattern looks at is replaced to its end', () => {
  const long = `password=${secret('<w9000>')} x`
  expect(whole(long)).toBe('password=[redacted:keyed-value] x')
  const jwt = `${secret('eyJ<w900>.eyJ<w9000>.<w80>')} x`
  expect(whole(jwt)).toBe('[redacted:jwt] x')
})

describe('on a terminal', () => {
  test('colours inside a token hide nothing and stay', () => {
    const coloured = `${token.slice(0, 2)}\u001b[1m${token.slice(2, 20)}\u001b[0m${token.slice(20)}`
    expect(whole(`a ${coloured} b`)).toBe('a [redacted:github-token]\u001b[1m\u001b[0m b')
    const json = JSON.stringify({ out: coloured })
    expect(JSON.parse(whole(json))).toEqual({ out: '[redacted:github-token]' })
  })

  test.each([40, 79, 80, 100, 132])('rows of %i columns are read as one', (columns) => {
    const line = `${'$ export GITHUB_TOKEN='.padStart(columns - 10, '.')}${token}; next`
    const rows = line.match(new RegExp(`.{1,${columns}}`, 'g'))!
    for (const end of ['\n', '\r\n']) {
      const redacted = whole(rows.join(end))
      expect(redacted).not.toContain(token.slice(0, 12))
      expect(redacted).not.toContain(token.slice(-12))
      expect(redacted.split('\n').length).toBe(rows.length)
    }
  })

  test('titles, backspaces and overwritten lines are looked into', () => {
    expect(whole(`\u001b]0;${token}\u0007$ `)).toBe('\u001b]0;[redacted:github-token]\u0007$ ')
    expect(whole(`x${token.slice(0, 5)}z\b${token.slice(5)}`.slice(1))).toBe(
      '[redacted:github-token]',
    )
    expect(whole(`10%\r${token}\rdone`)).toBe('10%\r[redacted:github-token]\rdone')
  })
})

describe('pauses', () => {
  test('what cannot become a secret is passed on at a short pause', () => {
    const redactor = new TextRedactor(finder)
    expect(redactor.push('Continue? [y/N] ') + redactor.pause()).toBe('Continue? [y/N] ')
  })

  test('half a secret waits over a short pause', () => {
    const redactor = new TextRedactor(finder)
    expect(redactor.push(`a ${token.slice(0, 9)}`) + redactor.pause()).toBe('a ')
    expect(redactor.push(`${token.slice(9)} b`) + redactor.end()).toBe('[redacted:github-token] b')
  })

  test('after a long pause nothing waits, and the rest of half a secret is replaced too', () => {
    const redactor = new TextRedactor(finder)
    expect(redactor.push(`a ${token.slice(0, 19)}`) + redactor.settle()).toBe(
      'a [redacted:github-token]',
    )
    expect(redactor.push(`${token.slice(19)} b\n`) + redactor.end()).toBe(' b\n')
  })
})

test('bytes that are no UTF-8 pass, and UTF-8 may be cut', () => {
  const bytes = Buffer.concat([
    Buffer.from('é€ '),
    Buffer.from([0xff, 0xc3]),
    Buffer.from(` pässword=hé${token}\n`),
  ])
  const redactor = new TextRedactor(createByteSecretFinder(['gehéimnis-7x']))
  const out =
    [...bytes].map((byte) => redactor.push(String.fromCharCode(byte))).join('') + redactor.end()
  expect(Buffer.from(out, 'latin1').subarray(0, 8)).toEqual(bytes.subarray(0, 8))
  expect(out).not.toContain(token.slice(6))
})

test('known values are found in every spelling', () => {
  const spellings = [
    KNOWN,
    JSON.stringify(KNOWN),
    JSON.stringify(JSON.stringify(KNOWN)),
    encodeURIComponent(KNOWN),
    ...['', 'a', 'ab', 'user:'].map((before) =>
      Buffer.from(`${before}${KNOWN} tail`).toString('base64'),
    ),
    Buffer.from(`x${KNOWN}`).toString('base64url'),
    `${KNOWN.slice(0, 9)}\u001b[0m${KNOWN.slice(9)}`,
  ]
  for (const spelling of spellings) {
    expect(whole(`echo ${spelling} .`), spelling).toContain('[redacted:known-value]')
  }
})
