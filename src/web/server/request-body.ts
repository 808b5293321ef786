import { FlightrecError } from '../../model/errors.ts'
import { parseJson } from '../../model/json.ts'
import type { Parameters } from '../api/route.ts'

const BODY_BYTES_MAX = 1 << 20

/**
 * Reads the parameters in the body of a request; of one that is too long, no more than the limit is held.
 * @throws {FlightrecError} usage
 */
export async function readBody(request: Request): Promise<Parameters> {
  const value = parseJson(await readText(request))
  if (isTexts(value)) return value
  throw new FlightrecError('usage', 'the request holds no JSON object of texts')
}

function isTexts(value: unknown): value is Parameters {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((one) => typeof one === 'string')
}

async function readText({ body }: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) throw new FlightrecError('usage', 'the request is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
