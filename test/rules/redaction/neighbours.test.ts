/** Every kind of token in every place: it goes, and all that stands beside it stays. Prints the scores. */
import { describe, expect, test } from 'vitest'
import { createSecretFinder, redactText } from '../../../src/rules/redaction/redact-text.ts'
import { SECRET_RULES } from '../../../src/rules/redaction/tokens/secret-rules.ts'
import { ENCODINGS, type Encoding, EVIDENCE, LINES, wrapped } from './places.ts'
import { fill, seededRandom } from './sample.ts'

const SEED = Number(process.env.FLIGHTREC_SEED ?? 20261121)
const random = seededRandom(SEED)
const finder = createSecretFinder()

/** Rules whose example is one word: it is known by itself. */
const KINDS = SECRET_RULES.flatMap(({ id, examples }) =>
  examples.found
    .filter((template) => /^[^\s"':@/]+$/.test(template))
    .map((template) => [id, template] as const),
)

const pick = <One>(from: readonly One[]) => from[Math.floor(random() * from.length)]!

interface Trial {
  missed: string[]
  swallowed: string[]
  total: number
}

/** `columns` is 0 where nothing is wrapped. */
function tryAll(encoding: Encoding, columns: number): Trial {
  const trial: Trial = { missed: [], swallowed: [], total: 0 }
  for (const [id, template] of KINDS) {
    for (const [name, shape] of Object.entries(LINES)) {
      const { text: secret, parts } = fill(template, random)
      const line = shape(secret)
      // Nobody can tell whether the last row of all columns goes on below.
      if (line.length % columns === 0) continue
      const before = [pick(EVIDENCE), pick(EVIDENCE)]
      const after = [pick(EVIDENCE), pick(EVIDENCE)]
      const text = encoding.write([...before, line, ...after])
      const out = redactText(finder, text).text
      const told = `${id}, ${name}: ${text} -> ${out}`
      trial.total++
      const bare = out.replace(/\u001b\[[0-9;]*m|\r?\n/g, '')
      if (parts.slice(0, 1).some((part) => bare.includes(part.slice(-10)))) trial.missed.push(told)
      else if (!keepsAll(encoding.read(out), before, after, columns > 0 ? undefined : line, secret))
        trial.swallowed.push(told)
    }
  }
  return trial
}

/** Whether the lines beside are as they were, and the line is but for its secret. */
function keepsAll(
  lines: readonly string[],
  before: readonly string[],
  after: readonly string[],
  line: string | undefined,
  secret: string,
): boolean {
  const isBeside =
    before.every((one, at) => lines[at] === one) &&
    after.every((one, at) => lines[lines.length - after.length + at] === one)
  if (!isBeside || line === undefined) return isBeside
  const [head, tail] = line.split(secret) as [string, string]
  const shown = lines[before.length]!
  return shown.startsWith(head) && shown.endsWith(tail)
}

const inRows = (widths: readonly number[]) =>
  widths.flatMap((columns): [string, Encoding, number][] => [
    [`rows of ${columns}`, wrapped(columns, '\n'), columns],
    [`rows of ${columns}, line ends of Windows`, wrapped(columns, '\r\n'), columns],
  ])
const PLACES: [string, Encoding, number][] = [
  ...Object.entries(ENCODINGS).map(
    ([name, encoding]) => [name, encoding, 0] as [string, Encoding, number],
  ),
  ...inRows([80, 100, 120, 132]),
]

function scored(name: string, encoding: Encoding, columns: number): Trial {
  const trial = tryAll(encoding, columns)
  const { missed, swallowed, total } = trial
  process.stdout.write(
    `redaction, ${name}: ${missed.length} missed, ${swallowed.length} swallowed of ${total}\n`,
  )
  return trial
}

describe('whatever kind of token stands on whatever kind of line', () => {
  test.each(PLACES)('it goes and all beside it stays, in %s', (name, encoding, columns) => {
    const { missed, swallowed } = scored(name, encoding, columns)
    expect([...missed.slice(0, 3), ...swallowed.slice(0, 3)]).toEqual([])
  })

  // A short rest looks like what people look for, and nothing says that the line was cut there.
  test.each(inRows([93, 110]))(
    'in %s, which no terminal is said to have, all stays',
    (...place) => {
      const { missed, swallowed, total } = scored(...place)
      expect(swallowed.slice(0, 3)).toEqual([])
      expect(missed.length).toBeLessThan(total / 50)
    },
  )
})
