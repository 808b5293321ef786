/** What `flightrec redact` does with the bytes it is given: text as text, or line by line as JSON. */
import { redactJson } from '../../rules/redaction/redact-json.ts'
import { createByteSecretFinder, createSecretFinder } from '../../rules/redaction/redact-text.ts'
import { TextRedactor } from '../../rules/redaction/text-redactor.ts'

/** A longer line is redacted as text, so that memory has a bound. */
const JSON_LINE_MAX = 64 * 1024 * 1024

interface RedactionFilter {
  push(bytes: Buffer): Buffer
  /** Nothing has come for a short while, or for a long one. */
  quiet(isLong: boolean): Buffer
  end(): Buffer
  readonly counts: ReadonlyMap<string, number>
}

/** Returns a filter of any bytes; what is not a secret stays as it is, valid UTF-8 or not. */
export function textFilter(knownValues: readonly string[]): RedactionFilter {
  const redactor = new TextRedactor(createByteSecretFinder(knownValues))
  return {
    counts: redactor.counts,
    push: (bytes) => latin1(redactor.push(bytes.toString('latin1'))),
    quiet: (isLong) => latin1(isLong ? redactor.settle() : redactor.pause()),
    end: () => latin1(redactor.end()),
  }
}

/** Returns a filter that redacts the strings of JSON lines; other lines are text. */
export function jsonLinesFilter(knownValues: readonly string[]): RedactionFilter {
  const finder = createSecretFinder(knownValues)
  const counts = new Map<string, number>()
  const text = new TextRedactor(createByteSecretFinder(knownValues), counts)
  let pending: Buffer[] = []
  let pendingBytes = 0
  let isTooLong = false
  const take = (bytes: Buffer): string => {
    const line = Buffer.concat([...pending, bytes])
    pending = []
    pendingBytes = 0
    const json =
      isTooLong || line.length < 2 ? undefined : redactJson(finder, line.toString(), counts)
    if (json === undefined) return text.push(line.toString('latin1'))
    return text.settle() + Buffer.from(json).toString('latin1')
  }
  return {
    counts,
    push(bytes) {
      let out = ''
      let start = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        out += take(bytes.subarray(start, end + 1))
        isTooLong = false
        start = end + 1
      }
      pending.push(bytes.subarray(start))
      pendingBytes += bytes.length - start
      if (pendingBytes > JSON_LINE_MAX) {
        isTooLong = true
        out += take(Buffer.alloc(0))
      }
      return latin1(out)
    },
    quiet: (isLong) => latin1(isLong ? text.settle() : text.pause()),
    end: () => latin1(take(Buffer.alloc(0)) + text.end()),
  }
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}
