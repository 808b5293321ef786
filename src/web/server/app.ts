/** The page's server: guards first, then the API, then the page itself. */
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { FlightrecError } from '../../model/errors.ts'
import { failureJson } from '../../review/json/failure.ts'
import { toFlightrecError } from '../../system/failure.ts'
import { ROUTES } from '../api/routes.ts'
import type { Answerer } from './answer.ts'
import { ANSWERS } from './answers.ts'
import type { Access } from './guards/access.ts'
import { type RequestOrigin, refusedOrigin } from './guards/origin.ts'
import { SAFE_HEADERS } from './guards/policy.ts'
import type { PageContext } from './page-context.ts'
import type { PageFile } from './page-files.ts'
import { readBody } from './request-body.ts'

export interface PageServer {
  context: PageContext
  access: Access
  port: number
  files: ReadonlyMap<string, PageFile>
}

export function pageApp(server: PageServer): Hono {
  const app = new Hono()
  app.onError((error, { json }) => json(...refusal(error)))
  app.use(async (c, next) => {
    await next()
    // An answer may have stricter ones.
    for (const [name, value] of Object.entries(SAFE_HEADERS)) {
      if (!c.res.headers.has(name)) c.header(name, value)
    }
  })
  app.use(async (c, next) => {
    const refused = refusedOrigin(originOf(c), server.port)
    if (refused === undefined) return await next()
    return c.json(...refusal(new FlightrecError('usage', refused), 403))
  })
  app.post(ROUTES.enter.path, (c) => enter(c, server))
  app.use('/api/*', async ({ req, json }, next) => {
    if (server.access.isLetIn(req.header('cookie'))) return await next()
    return json(...shutOut('this page has no access, or its access has ended'))
  })
  for (const one of ANSWERS) app.on(one.route.method, one.route.path, (c) => reply(c, one, server))
  app.all('/api/*', ({ json }) =>
    json(...refusal(new FlightrecError('usage', 'there is no such route'), 404)),
  )
  app.get('*', (c) => pageFile(c, server.files))
  app.all('*', ({ text }) => text('not allowed', 405, { allow: 'GET' }))
  return app
}

function originOf({ req }: Context): RequestOrigin {
  const [host, origin, site] = ['host', 'origin', 'sec-fetch-site'].map((name) => req.header(name))
  const isNavigation = req.header('sec-fetch-mode') === 'navigate'
  const isDocument = req.header('sec-fetch-dest') === 'document'
  const isVisit =
    req.method === 'GET' && isNavigation && isDocument && !req.path.startsWith('/api/')
  return { host, origin, site, isVisit }
}

function shutOut(message: string) {
  const hint = 'Run `flightrec view` and open the address that it prints.'
  return refusal(new FlightrecError('usage', message, { hint }), 401)
}

/** Returns the body and the status of an answer that is none. */
function refusal(error: unknown, status?: 401 | 403 | 404) {
  const failure = toFlightrecError(error)
  return [failureJson(failure), status ?? STATUS[failure.code] ?? 500] as const
}

const STATUS: Readonly<Record<string, 400 | 404 | 409 | 423>> = {
  usage: 400,
  'bad-root': 400,
  'unknown-snapshot': 404,
  'unknown-session': 404,
  'unknown-recording': 404,
  'no-store': 404,
  'ambiguous-snapshot': 409,
  'ambiguous-session': 409,
  'ambiguous-recording': 409,
  locked: 423,
}

async function enter(c: Context, { access }: PageServer): Promise<Response> {
  const { token } = await readBody(c.req.raw)
  const cookie = access.enter(token ?? '')
  if (cookie === undefined)
    return c.json(...shutOut('this address is of another run of `flightrec view`'))
  return c.json({ type: 'entered' }, 200, { 'set-cookie': cookie })
}

async function reply(c: Context, one: Answerer, { context }: PageServer): Promise<Response> {
  const { route } = one
  if (route.method === 'POST' && context.isReadOnly) return c.json(...refusal(onlyReads(), 403))
  // Nothing recorded is to lie in the browser's files; what never changes need not be sent twice all the same.
  const headers = {
    'cache-control': 'no-store',
    ...(route.isFixed && { etag: fixedTag(c.req.url, context.page) }),
  }
  if (route.isFixed && c.req.header('if-none-match') === headers.etag)
    return c.body(null, 304, headers)
  const asked = {
    ...c.req.query(),
    ...c.req.param(),
    ...(route.method === 'POST' && (await readBody(c.req.raw))),
  }
  const answer = await one.answer(context, asked, c.req.raw.signal)
  return answer instanceof Response ? answer : c.json(answer as object, 200, headers)
}

function onlyReads(): FlightrecError {
  return new FlightrecError('usage', 'this page only shows what is recorded', {
    hint: 'Run `flightrec view` without --read-only to restore and undo here.',
  })
}

/** The same answer, as the same program tells it. */
function fixedTag(url: string, page: string): string {
  const { pathname, search } = new URL(url)
  const hash = createHash('sha256').update(`${page} ${pathname}${search}`).digest('base64url')
  return `"${hash.slice(0, 22)}"`
}

/** Every other address is a view of the page: what it shows is decided there. */
function pageFile(c: Context, files: ReadonlyMap<string, PageFile>): Response {
  const name = c.req.path.slice(1)
  const file = files.get(name) ?? (/\.\w+$/.test(name) ? undefined : files.get('index.html'))
  if (!file) return c.text('not found', 404)
  c.header('etag', file.etag)
  c.header('cache-control', 'no-cache')
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304)
  c.header('content-type', file.type)
  return c.body(file.content)
}
