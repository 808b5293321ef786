import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { postPatiently } from '../../src/system/http-post.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** Answers the n-th request with the n-th answer, and all later ones with the last. */
async function serve(...answers: Answer[]): Promise<{ url: string; count: () => number }> {
  let count = 0
  server = createServer((request, response) => {
    const answer = answers[Math.min(count, answers.length - 1)]!
    count += 1
    request.resume().on('end', () => answer(request, response))
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1/traces?key=secret`, count: () => count }
}

const status =
  (code: number, text = '', headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end(text)
  }
const post = (url: string, more = {}) =>
  postPatiently({
    ...{ url, headers: {}, body: '{}', signal: new AbortController().signal },
    ...{ waitsMs: [1, 1], timeoutMs: 20_000 },
    ...more,
  })

test('a busy server is asked again, and what it says at last is returned', async () => {
  const { url, count } = await serve(
    status(503),
    status(429, '', { 'retry-after': '0' }),
    status(200, 'ok'),
  )
  const told: string[] = []
  const onRetry = ({ message }: Error) => told.push(message.replace(/^.*refused: /, ''))
  expect(await post(url, { onRetry })).toBe('ok')
  expect(count()).toBe(3)
  expect(told).toEqual(['HTTP 503', 'HTTP 429'])
})

test('after some tries it is given up, with what the server said and without the query', async () => {
  const { url, count } = await serve(status(503, 'later\u001b[31m'))
  await expect(post(url)).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:\d+\/v1\/traces refused: HTTP 503: later\\e/,
  )
  expect(count()).toBe(3)
})

test('what is wrong with the request is not tried again', async () => {
  const { url, count } = await serve(status(401, 'no key'))
  await expect(post(url)).rejects.toMatchObject({
    code: 'failed',
    hint: /OTEL_EXPORTER_OTLP_HEADERS/,
  })
  expect(count()).toBe(1)
})

test('a server that never answers is given up in time', async () => {
  const { url, count } = await serve(() => {})
  await expect(post(url, { timeoutMs: 200 })).rejects.toThrow('no answer in time')
  expect(count()).toBe(3)
})

test('an answer without end is cut: it would be gathered in memory until time is up', async () => {
  const { url, count } = await serve((_, response) => {
    response.writeHead(200).write('x'.repeat(1 << 20))
  })
  expect(await post(url)).toHaveLength(64 << 10)
  expect(count()).toBe(1)
})

test('a redirect is not followed: the headers are for this server', async () => {
  const { url } = await serve(status(307, '', { location: 'http://127.0.0.1:1/' }))
  await expect(post(url)).rejects.toThrow('HTTP 307')
})

test('nobody listening is said, and an interruption ends it at once', async () => {
  const gone = await serve(status(200))
  await new Promise((closed) => server!.close(closed))
  await expect(post(gone.url)).rejects.toThrow(/^cannot reach http:.*ECONNREFUSED/)
  const stop = new AbortController()
  const { url } = await serve(() => stop.abort())
  await expect(post(url, { signal: stop.signal, timeoutMs: 5_000 })).rejects.toMatchObject({
    name: 'AbortError',
  })
})
