/** Sends a session to a collector of OpenTelemetry traces over HTTP. */

import { showCount } from '../../model/counts.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { showJson, showText } from '../../model/show.ts'
import { environment } from '../../system/environment.ts'
import { postPatiently } from '../../system/http-post.ts'
import type { Output } from '../terminal/output.ts'

const TRACES_PATH = '/v1/traces'

interface Sending {
  endpoint: string
  /** `Name: value` each. */
  headers: readonly string[]
  out: Output
  signal: AbortSignal
}

/** @throws {FlightrecError} usage, when address or headers are wrong; failed; interrupted. */
export async function sendTraces(
  requests: AsyncIterable<object>,
  { endpoint, headers, out, signal }: Sending,
): Promise<number> {
  const url = tracesUrl(endpoint)
  const all = {
    'content-type': 'application/json',
    ...environmentHeaders(),
    ...givenHeaders(headers, "Give one such as `--header 'x-api-key: …'`."),
  }
  const onRetry = ({ message }: FlightrecError) => out.talk(`${message}; trying again`)
  let [sent, rejected] = [0, 0]
  for await (const request of requests) {
    signal.throwIfAborted()
    const body = showJson(request)
    const answer = await postPatiently({ url, headers: all, body, signal, onRetry })
    rejected += warnOfRejected(answer, out)
    sent += 1
    out.progress(`sent ${showCount(sent, 'request')}`)
  }
  out.progress(undefined)
  out.talk(`sent to ${showText(new URL(url).host)} in ${showCount(sent, 'request')}`)
  return rejected > 0 ? ERRORS.incomplete.exitCode : 0
}

/** Where traces go, when only the host is given. */
function tracesUrl(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new FlightrecError('usage', `'${showText(endpoint)}' is no address of a collector`, {
      hint: 'Give one such as `--endpoint http://127.0.0.1:4318`.',
    })
  }
  if (url.username !== '' || url.password !== '') {
    throw new FlightrecError('usage', 'an address must not hold a password', {
      hint: "Give it as a header, e.g. in OTEL_EXPORTER_OTLP_HEADERS='authorization=Basic …'.",
    })
  }
  if (url.pathname === '/') url.pathname = TRACES_PATH
  return url.href
}

/** Keys belong here, where other users of the machine do not see them. */
function environmentHeaders(): Record<string, string> {
  const told = environment('OTEL_EXPORTER_OTLP_HEADERS') ?? ''
  const headers = told.split(',').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at <= 0 ? [] : `${pair.slice(0, at).trim()}: ${decoded(pair.slice(at + 1).trim())}`
  })
  return givenHeaders(headers, "Write OTEL_EXPORTER_OTLP_HEADERS as 'name=value,…'.")
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not encoded, as it should be: taken as it is.
    return text
  }
}

function givenHeaders(headers: readonly string[], hint: string): Record<string, string> {
  return Object.fromEntries(
    headers.map((header) => {
      const found = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\r\n\0]*)$/.exec(header)
      if (found) return [found[1]!.toLowerCase(), found[2]!]
      // It may hold a key, so it is not shown.
      throw new FlightrecError('usage', 'what is given as a header is none', { hint })
    }),
  )
}

/** A collector may take some spans and reject others. */
function warnOfRejected(answer: string, out: Output): number {
  const { partialSuccess } = parsed(answer)
  const count = Number(partialSuccess?.rejectedSpans ?? 0)
  const why = String(partialSuccess?.errorMessage ?? '').slice(0, 200)
  if (!(count > 0)) return 0
  out.warn(
    `the collector rejected ${showCount(count, 'span')}${why === '' ? '' : `: ${showText(why)}`}`,
  )
  return count
}

interface ExportAnswer {
  partialSuccess?: { rejectedSpans?: unknown; errorMessage?: unknown } | null
}

function parsed(text: string): ExportAnswer {
  try {
    return (JSON.parse(text) as ExportAnswer | null) ?? {}
  } catch {
    // Some answer nothing, or prose; 2xx is what counts.
    return {}
  }
}
