/** One JSON question to a server, one answer, bounded in time and size. */

export interface JsonRequest {
  url: string
  headers: Record<string, string>
  body: unknown
}

export interface HttpAnswer {
  status: number
  /** What `Retry-After` says, as sent. */
  retryAfter: string | undefined
  text: string
}

/** Why there is no answer. */
export class HttpFailure extends Error {}

interface HttpLimits {
  timeoutMs: number
  maxBytes: number
  signal?: AbortSignal | undefined
}

/**
 * Sends a POST request. Redirects are not followed: headers with a key in them must not reach another host.
 * @throws {HttpFailure} when nobody answers, the answer does not end in time, or it is too long.
 */
export async function postJson(request: JsonRequest, limits: HttpLimits): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(limits.timeoutMs)
  const signal = limits.signal ? AbortSignal.any([limits.signal, timeout]) : timeout
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: { ...request.headers, 'content-type': 'application/json' },
      body: JSON.stringify(request.body),
      redirect: 'manual',
      signal,
    })
    const { text, isWhole } = await readBody(response, limits.maxBytes)
    if (!isWhole) throw new HttpFailure(`the answer is longer than ${limits.maxBytes} bytes`)
    const retryAfter = response.headers.get('retry-after') ?? undefined
    return { status: response.status, retryAfter, text }
  } catch (error) {
    if (error instanceof HttpFailure) throw error
    const seconds = Math.round(limits.timeoutMs / 1000)
    const why = timeout.aborted ? `no answer within ${seconds} s` : reasonOf(error)
    throw new HttpFailure(why, { cause: error })
  }
}

/** Reads the body of an answer up to `maxBytes`, and no further; tells whether that was all. */
export async function readBody(
  response: Response,
  maxBytes: number,
): Promise<{ text: string; isWhole: boolean }> {
  const chunks: Uint8Array[] = []
  let left = maxBytes
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk.subarray(0, left))
    left -= chunk.length
    if (left < 0) break
  }
  return { text: Buffer.concat(chunks).toString('utf8'), isWhole: left >= 0 }
}

/** fetch says "fetch failed" and has the reason in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? message
}
