/** Checks one value of config.toml against its key and turns it into what the program works with. */
import { CONFIG_KEYS, type ConfigKey, type ConfigSpec } from './config.ts'
import { FlightrecError } from './errors.ts'
import { checkGlob } from './glob-matcher.ts'
import { showText } from './show.ts'

/** What is wrong with a value; `index` when it is one element of a list. */
interface ValueProblem {
  problem: string
  index?: number
}

type ParsedValue = { value: unknown } | ValueProblem

const UNITS: Record<string, number> = { '': 1, b: 1 }
for (const [power, letter] of ['k', 'm', 'g', 't'].entries()) {
  UNITS[letter] = UNITS[`${letter}ib`] = 1024 ** (power + 1)
  UNITS[`${letter}b`] = 1000 ** (power + 1)
}

/** Checks `raw`, a value as TOML gives it. */
export function parseConfigValue(key: ConfigKey, raw: unknown): ParsedValue {
  const spec: ConfigSpec = CONFIG_KEYS[key]
  switch (spec.kind) {
    case 'boolean':
      return typeof raw === 'boolean' ? { value: raw } : mismatch('true or false', raw)
    case 'integer':
      return parseInteger(spec, raw)
    case 'size':
      return parseSize(raw)
    case 'price':
      return parseOptional(raw, parsePrice)
    case 'choice':
      return parseChoice(spec.choices ?? [], raw)
    case 'text':
      return parseText(raw)
    case 'path':
      return parseOptional(raw, parseText)
    case 'url':
      return parseOptional(raw, parseUrl)
    case 'variable':
      return parseOptional(raw, parseVariable)
    case 'paths':
      return parseList(raw, parseText)
    case 'globs':
      return parseList(raw, parseGlobText)
  }
}

function mismatch(expected: string, found: unknown): ValueProblem {
  return { problem: `expected ${expected}, found ${describe(found)}` }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `the text "${showText(value.slice(0, 60))}"`
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'a list'
  return value instanceof Date ? 'a date' : 'a section'
}

function parseInteger({ min = 0, max = Number.MAX_SAFE_INTEGER }: ConfigSpec, raw: unknown) {
  if ((typeof raw !== 'number' || !Number.isInteger(raw)) && typeof raw !== 'bigint') {
    return mismatch('a whole number', raw)
  }
  // A number beyond 64 bits has lost its digits by now: it is named by its limit only.
  if (typeof raw === 'bigint') return { problem: `the number is out of range; the most is ${max}` }
  if (raw < min) return { problem: `${raw} is too small; the least is ${min}` }
  if (raw > max) return { problem: `${raw} is too large; the most is ${max}` }
  return { value: raw }
}

/** Parses bytes: a whole number, or a text such as "100 MiB" (1024s), "2GB" (1000s), "512k" (1024s). */
export function parseSize(raw: unknown): ParsedValue {
  const expected = 'a size such as 1048576 or "100 MiB"'
  if (typeof raw === 'bigint') return { problem: `${raw} is too large` }
  if (typeof raw === 'number') {
    return Number.isInteger(raw) && raw >= 0 ? { value: raw } : mismatch(expected, raw)
  }
  if (typeof raw !== 'string') return mismatch(expected, raw)
  const parts = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(raw)
  const unit = parts && UNITS[parts[2]!.toLowerCase()]
  if (!parts || unit === undefined || unit === null) return mismatch(expected, raw)
  const bytes = Math.floor(Number(parts[1]) * unit)
  if (bytes === 0 && Number(parts[1]) > 0) {
    return { problem: `'${raw}' is less than a byte; 0 is no limit` }
  }
  return Number.isSafeInteger(bytes) ? { value: bytes } : { problem: `'${raw}' is too large` }
}

function parsePrice(raw: unknown): ParsedValue {
  return typeof raw === 'number' && Number.isFinite(raw) && raw >= 0
    ? { value: raw }
    : mismatch('a price in US dollars such as 1.25', raw)
}

function parseChoice(choices: readonly string[], raw: unknown): ParsedValue {
  if (typeof raw === 'string' && choices.includes(raw)) return { value: raw }
  return mismatch(`one of ${choices.map((choice) => `"${choice}"`).join(', ')}`, raw)
}

/** The value, or none where the text is empty: that is how a key is unset again. */
function parseOptional(raw: unknown, parse: (raw: unknown) => ParsedValue): ParsedValue {
  return raw === '' ? { value: undefined } : parse(raw)
}

function parseText(raw: unknown): ParsedValue {
  if (typeof raw !== 'string') return mismatch('a text in quotes', raw)
  if (raw.trim() === '') return { problem: 'the text is empty' }
  return raw.includes('\0') ? { problem: 'the text holds a NUL character' } : { value: raw }
}

function parseUrl(raw: unknown): ParsedValue {
  const expected = 'an address that starts with http:// or https://'
  if (typeof raw !== 'string' || !/^https?:\/\/[^/]/i.test(raw) || !URL.canParse(raw)) {
    return mismatch(expected, raw)
  }
  const problem = whyNoAddress(raw, new URL(raw))
  return problem === undefined ? { value: raw.replace(/\/+$/, '') } : { problem }
}

/** What an address may not have whose end is yet to come; a password in it is not shown. */
function whyNoAddress(text: string, url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') {
    return 'no request goes to an address with a user name or a password in it'
  }
  if (/[\s\\]/.test(text)) return 'the address holds a space or a backslash'
  if (/[?#]/.test(text)) return "the address holds a '?' or a '#', behind which no path can stand"
  return url.port === '0' ? 'nothing answers at port 0' : undefined
}

function parseVariable(raw: unknown): ParsedValue {
  if (typeof raw !== 'string') return mismatch('the name of an environment variable', raw)
  // What is not a name may be a key that was pasted here: never shown.
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(raw)
    ? { value: raw }
    : { problem: 'expected the name of an environment variable, such as "ANTHROPIC_API_KEY"' }
}

function parseGlobText(raw: unknown): ParsedValue {
  const text = typeof raw === 'string' ? { value: raw } : mismatch('a glob in quotes', raw)
  if ('problem' in text) return text
  try {
    checkGlob(text.value)
    return text
  } catch (error) {
    if (error instanceof FlightrecError) return { problem: error.message }
    throw error
  }
}

function parseList(raw: unknown, parseElement: (raw: unknown) => ParsedValue): ParsedValue {
  if (!Array.isArray(raw)) return mismatch('a list in square brackets', raw)
  for (const [index, element] of raw.entries()) {
    const parsed = parseElement(element)
    if ('problem' in parsed) return { problem: parsed.problem, index }
  }
  return { value: raw }
}
