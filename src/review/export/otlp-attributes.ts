/** Values as OTLP/JSON has them: 64-bit integers are strings, and what is not known is left out. */

type Scalar = string | number | boolean

/** A number that is one of floating point, also when it happens to be whole. */
interface Double {
  doubleValue: number
}

export interface OtlpAttribute {
  key: string
  value: object
}

export function otlpAttributes(
  values: Readonly<Record<string, Scalar | Double | readonly string[] | undefined>>,
): OtlpAttribute[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: otlpValue(value) }],
  )
}

function otlpValue(value: Scalar | Double | readonly string[]): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(otlpValue) } }
  if (typeof value !== 'number') return value
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}

/** The field is an unsigned one of 64 bits: it ends in the year 2554. */
const UNIX_MS_MAX = 18_446_744_073_709

export function unixNanoseconds(ms: number): string {
  return String(BigInt(Math.trunc(Math.min(Math.max(ms, 0), UNIX_MS_MAX))) * 1_000_000n)
}
