/** Sends bytes to an HTTP endpoint, again when it is busy or out of reach for a moment. */
import { FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'
import { sleep } from './clock.ts'
import { readBody } from './http.ts'

interface HttpPost {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  signal: AbortSignal
  /** Of one attempt. */
  timeoutMs?: number
  /** Waited after each attempt that failed, unless the server says how long. */
  waitsMs?: readonly number[]
  /** Learns why it is tried again. */
  onRetry?: (why: FlightrecError) => void
}

const TIMEOUT_MS = 10_000
const WAITS_MS = [500, 1_000, 2_000, 4_000]
const WAIT_MAX_MS = 30_000
const BUSY = [429, 502, 503, 504]
const ANSWER_BYTES_MAX = 64 << 10

interface Answer {
  status: number
  text: string
  retryAfterMs?: number | undefined
}

/**
 * Returns what the server answered.
 * @throws {FlightrecError} failed, naming the server and what it said; interrupted.
 */
export async function postPatiently(post: HttpPost): Promise<string> {
  const { waitsMs = WAITS_MS, signal } = post
  for (let attempt = 0; ; attempt += 1) {
    const answer = await attemptPost(post)
    if (answer instanceof Error) {
      if (attempt >= waitsMs.length) throw unreachable(post, answer)
    } else if (answer.status >= 200 && answer.status < 300) return answer.text
    else if (!BUSY.includes(answer.status) || attempt >= waitsMs.length) throw refused(post, answer)
    post.onRetry?.(answer instanceof Error ? unreachable(post, answer) : refused(post, answer))
    const toldMs = answer instanceof Error ? undefined : answer.retryAfterMs
    await sleep(Math.min(toldMs ?? waitsMs[attempt]!, WAIT_MAX_MS), signal)
    signal.throwIfAborted()
  }
}

async function attemptPost({ url, headers, body, signal, timeoutMs }: HttpPost) {
  const limit = AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS)
  try {
    const response = await fetch(url, {
      ...{ method: 'POST', headers, body },
      // Elsewhere, the headers could be told to somebody else.
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
    })
    const { text } = await readBody(response, ANSWER_BYTES_MAX)
    return { status: response.status, text, retryAfterMs: retryAfter(response) }
  } catch (error) {
    signal.throwIfAborted()
    return limit.aborted ? new Error('no answer in time') : (error as Error)
  }
}

function retryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? undefined)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

function unreachable({ url }: HttpPost, error: Error): FlightrecError {
  const why =
    error.cause instanceof Error ? error.cause.message || codeOf(error.cause) : error.message
  return new FlightrecError('failed', `cannot reach ${placeOf(url)}: ${showText(why)}`, {
    hint: 'Check that a collector listens there, and give its address with `--endpoint`.',
    cause: error,
  })
}

/** A refused connection to several addresses has no words of its own. */
function codeOf(error: Error): string {
  return String((error as { code?: unknown }).code ?? 'no connection')
}

function refused({ url }: HttpPost, { status, text }: Answer): FlightrecError {
  const said = showText(text.trim().slice(0, 200))
  const answer = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`
  return new FlightrecError('failed', `${placeOf(url)} refused: ${answer}`, {
    hint: HINTS[status] ?? 'Check the address and the headers it needs (`--header`).',
  })
}

const HINTS: Record<number, string> = {
  401: 'Give the key it wants in OTEL_EXPORTER_OTLP_HEADERS or with `--header`.',
  403: 'Give the key it wants in OTEL_EXPORTER_OTLP_HEADERS or with `--header`.',
  404: 'Check the path: traces of OTLP over HTTP mostly go to /v1/traces.',
  429: 'It is busy: try again later; what it has is sent under the same ids.',
}

/** Without user, password and query, which may be secrets. */
function placeOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return showText(`${origin}${pathname}`)
}
