/** Each way in that is none, tried one by one on the built program. */
import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ServedView } from '../helpers/browser.ts'
import { isRoot } from '../helpers/is-root.ts'
import { PageClient } from '../helpers/page-client.ts'
import { testEnv } from '../helpers/test-env.ts'

interface Sent {
  path?: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

interface Answered {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** As raw as it gets: headers that `fetch` would not let through, and paths as they are. */
function send(view: ServedView, { path = '/api/about', method = 'GET', headers, body }: Sent) {
  return new Promise<Answered>((resolve, reject) => {
    const { hostname, port } = new URL(view.origin)
    const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function served(options: readonly string[] = []) {
  const env = testEnv()
  env.write('secret.txt', 'what is recorded\n')
  await env.snapshot()
  const view = await ServedView.start(env, options)
  const { cookie } = await PageClient.enter(view)
  return { env, view, cookie, host: new URL(view.origin).host }
}

test('a name that was bent to this machine gets nothing, with the cookie and without', async () => {
  const { view, cookie } = await served()
  for (const host of ['evil.example', 'evil.example:9876', '127.0.0.1', '127.0.0.1.evil.example'])
    for (const path of ['/api/about', '/', '/main.js'])
      expect((await send(view, { path, headers: { host, cookie } })).status).toBe(403)
})

test('a request without a host gets nothing either', async () => {
  const { view, cookie } = await served()
  const socket = connect(Number(new URL(view.origin).port), '127.0.0.1')
  socket.end(`GET /api/about HTTP/1.0\r\nCookie: ${cookie}\r\n\r\n`)
  let answer = ''
  for await (const piece of socket) answer += String(piece)
  expect(answer).toMatch(/^HTTP\/1\.1 (?:400|403)/)
  expect(answer).not.toContain('"home"')
})

test('a page of another site gets nothing, whatever it says of itself', async () => {
  const { view, cookie, host } = await served()
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `https://${host}` },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    // Only the page itself may be visited from elsewhere.
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ]
  for (const headers of foreign) {
    for (const method of ['GET', 'POST']) {
      const { status, text } = await send(view, { method, headers: { cookie, ...headers } })
      expect([status, text]).toEqual([403, expect.stringContaining('another site asks')])
    }
  }
})

test('a link to the page works from wherever it stands, but in no frame', async () => {
  const { view } = await served()
  const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
  const link = await send(view, {
    path: '/s/x',
    headers: { ...visit, 'sec-fetch-dest': 'document' },
  })
  expect(link.status).toBe(200)
  expect(link.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  const frame = await send(view, { path: '/', headers: { ...visit, 'sec-fetch-dest': 'iframe' } })
  expect(frame.status).toBe(403)
})

test('without the cookie every route answers 401, and none of them says what is recorded', async () => {
  const { view, cookie, env } = await served()
  const wrong = `${cookie.slice(0, -1)}${cookie.endsWith('x') ? 'y' : 'x'}`
  const [name] = cookie.split('=')
  for (const given of [undefined, '', wrong, `${name}=`, `${name}=undefined`, view.token]) {
    const headers = given === undefined ? {} : { cookie: given }
    for (const path of ['/api/about', '/api/sessions', '/api/live', '/api/roots/project/file']) {
      const { status, text } = await send(view, { path, headers })
      expect(status).toBe(401)
      expect(text).not.toContain(env.base)
    }
    expect((await send(view, { path: '/api/acts/run', method: 'POST', headers })).status).toBe(401)
  }
})

test('only the whole token is exchanged for a cookie, and the cookie is for this server alone', async () => {
  const { view } = await served()
  const enter = (body: string) => send(view, { path: '/api/enter', method: 'POST', body })
  for (const token of ['', view.token.slice(0, -1), `${view.token}x`, view.token.toUpperCase()])
    expect((await enter(JSON.stringify({ token }))).status).toBe(401)
  for (const body of ['', '[]', '"x"', '{"token":7}', '{"token":{"length":32}}', 'null'])
    expect([body, (await enter(body)).status]).toEqual([body, 400])
  const { status, headers } = await enter(JSON.stringify({ token: view.token }))
  const { port } = new URL(view.origin)
  expect(status).toBe(200)
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(`^flightrec-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
  ])
})

test('the cookie of one server opens no other, be it of the same home', async () => {
  const { env, view, cookie } = await served()
  const other = await ServedView.start(env)
  const named = cookie.replace(new URL(view.origin).port, new URL(other.origin).port)
  expect((await send(other, { headers: { cookie: named } })).status).toBe(401)
  expect((await send(other, { headers: { cookie } })).status).toBe(401)
})

test('no path leads out of the page, however it is written', async () => {
  const { view, cookie, env } = await served()
  const up = ['../', '..%2f', '%2e%2e/', '..\\', '..%5c', '%252e%252e%252f', '....//', './..;/']
  const paths = up.flatMap((step) => [
    `/${step.repeat(8)}etc/passwd`,
    `/page/${step.repeat(3)}main.js`,
  ])
  for (const path of [...paths, '//etc/passwd', '/etc/passwd%00.js', '/api/../../etc/passwd']) {
    const { text } = await send(view, { path, headers: { cookie } })
    expect(text).not.toMatch(/root:x:0|#!\/usr\/bin\/env node/)
  }
  const files = ['../../etc/passwd', '/etc/passwd', '..', '.git/config', 'a\0b', 'bytes:Li4v']
  for (const file of files) {
    const query = new URLSearchParams({ file, at: 'latest' })
    const path = `/api/roots/project/file/content?${query}`
    const { status, text } = await send(view, { path, headers: { cookie } })
    expect([file, status >= 400 && status < 500]).toEqual([file, true])
    expect(text).not.toContain('root:x:0')
  }
  const root = encodeURIComponent(join(env.base, 'user'))
  const { status } = await send(view, {
    path: `/api/roots/${root}/file?file=x`,
    headers: { cookie },
  })
  expect(status).toBeGreaterThanOrEqual(400)
})

test('a body beyond a megabyte is refused as it comes, and one that never ends too', async () => {
  const { view, cookie } = await served()
  const body = JSON.stringify({ token: 'x'.repeat(2 << 20) })
  const { status, text } = await send(view, { path: '/api/enter', method: 'POST', body })
  expect([status, text]).toEqual([400, expect.stringContaining('too long')])
  const { port } = new URL(view.origin)
  const socket = connect(Number(port), '127.0.0.1')
  const head = `POST /api/enter HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n\r\n`
  socket.write(head)
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  for (let n = 0; n < 32; n += 1) socket.write(chunk)
  let answer = ''
  for await (const piece of socket) {
    answer += String(piece)
    if (answer.includes('too long')) break
  }
  socket.destroy()
  expect(answer).toMatch(/^HTTP\/1\.1 400/)
  expect((await send(view, { headers: { cookie } })).status).toBe(200)
})

test('methods that no route has are refused, and nothing is told across sites', async () => {
  const { view, cookie } = await served()
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    const { status, headers } = await send(view, { method, headers: { cookie } })
    expect([method, status]).toEqual([method, 404])
    expect(headers['access-control-allow-origin']).toBeUndefined()
  }
  expect((await send(view, { method: 'POST', path: '/', headers: { cookie } })).status).toBe(405)
})

test('whatever is answered forbids scripts, frames and guesses, and lies in no cache', async () => {
  const { view, cookie } = await served()
  for (const path of [
    '/',
    '/main.js',
    '/none.js',
    '/api/about',
    '/api/none',
    '/api/sessions/none',
  ]) {
    const { headers } = await send(view, { path, headers: { cookie } })
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    })
  }
  const { headers } = await send(view, { headers: { cookie } })
  expect(headers['cache-control']).toBe('no-store')
})

test('what lets in lies in files of this user alone', async () => {
  const { env, view } = await served()
  const { port } = new URL(view.origin)
  for (const name of ['page-secret', `view-${port}.json`]) {
    const path = join(env.home, 'run', name)
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(readFileSync(path, 'utf8').length).toBeGreaterThan(40)
  }
  const others = [env.home, join(env.home, 'run')].map((path) => statSync(path).mode & 0o077)
  expect(others).toEqual([0, 0])
})

test.skipIf(!isRoot)(
  'another user of the machine gets the empty page, and nothing else',
  async () => {
    const { env, view } = await served()
    const asNobody = async (...argv: string[]) => {
      const { stdout } = await promisify(execFile)('setpriv', [
        ...['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '-e'],
        ...argv,
      ])
      return stdout
    }
    const ask = `fetch('${view.origin}/api/about').then((r) => console.log(r.status))`
    expect(await asNobody(ask)).toBe('401\n')
    const { port } = new URL(view.origin)
    for (const name of ['page-secret', `view-${port}.json`]) {
      const path = join(env.home, 'run', name)
      const read = `try { require('fs').readFileSync('${path}') } catch (e) { console.log(e.code) }`
      expect(await asNobody(read)).toBe('EACCES\n')
    }
    const list = `try { console.log(require('fs').readFileSync('/proc/${view.process.pid}/cmdline', 'utf8').includes('${view.token}')) } catch (e) { console.log(e.code) }`
    expect(await asNobody(list)).toMatch(/^(?:false|EACCES|ENOENT)\n$/)
  },
)
