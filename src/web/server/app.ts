/** The page's server: guards first, then the API, then the page itself. */
import { type Context, Hono } from 'hono'
import { FlightrecError } from '../../model/errors.ts'
import { failureJson } from '../../review/json/failure.ts'
import { toFlightrecError } from '../../system/failure.ts'
import type { Parameters } from '../api/route.ts'
import { ROUTES } from '../api/routes.ts'
import type { Answerer } from './answer.ts'
import { ANSWERS } from './answers.ts'
import type { Access } from './guards/access.ts'
import { refusedOrigin } from './guards/origin.ts'
import { SAFE_HEADERS } from './guards/policy.ts'
import type { PageContext } from './page-context.ts'
import type { PageFile } from './page-files.ts'

export interface PageServer {
  context: PageContext
  access: Access
  port: number
  files: ReadonlyMap<string, PageFile>
}

const BODY_MAX = 1 << 20

export function pageApp(server: PageServer): Hono {
  const app = new Hono()
  app.onError((error, { json }) => json(...refusal(error)))
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(SAFE_HEADERS)) c.header(name, value)
  })
  app.use(async ({ req, json }, next) => {
    const [host, origin, site] = ['host', 'origin', 'sec-fetch-site'].map((name) =>
      req.header(name),
    )
    const refused = refusedOrigin({ host, origin, site }, server.port)
    if (refused !== undefined) return json(...refusal(new FlightrecError('usage', refused), 403))
    return await next()
  })
  app.post(ROUTES.enter.path, (c) => enter(c, server))
  app.use('/api/*', async ({ req, json }, next) => {
    if (server.access.isLetIn(req.header('cookie'))) return await next()
    const failure = new FlightrecError(
      'usage',
      'this page has no access, or its access has ended',
      {
        hint: 'Run `flightrec view` and open the address that it prints.',
      },
    )
    return json(...refusal(failure, 401))
  })
  for (const one of ANSWERS) app.on(one.route.method, one.route.path, (c) => reply(c, one, server))
  app.all('/api/*', ({ json }) =>
    json(...refusal(new FlightrecError('usage', 'there is no such route'), 404)),
  )
  app.get('*', (c) => pageFile(c, server.files))
  return app
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
  const { token } = await readBody(c)
  const cookie = access.enter(token ?? '')
  if (cookie === undefined) {
    const failure = new FlightrecError(
      'usage',
      'this address is of another run of `flightrec view`',
      {
        hint: 'Run `flightrec view` and open the address that it prints.',
      },
    )
    return c.json(...refusal(failure, 401))
  }
  c.header('set-cookie', cookie)
  return c.json({ type: 'entered' })
}

async function reply(c: Context, one: Answerer, { context }: PageServer): Promise<Response> {
  if (one.route.method === 'POST' && context.isReadOnly) {
    const failure = new FlightrecError('usage', 'this page only shows what is recorded', {
      hint: 'Run `flightrec view` without --read-only to restore and undo here.',
    })
    return c.json(...refusal(failure, 403))
  }
  const asked = {
    ...c.req.query(),
    ...c.req.param(),
    ...(c.req.method === 'POST' && (await readBody(c))),
  }
  const answer = await one.answer(context, asked, c.req.raw.signal)
  // Nothing recorded is to lie in the browser's files.
  const headers = { 'cache-control': 'no-store' }
  return answer instanceof Response ? answer : c.json(answer as object, 200, headers)
}

async function readBody(c: Context): Promise<Parameters> {
  const text = await c.req.text()
  if (text.length > BODY_MAX) throw new FlightrecError('usage', 'the request is too long')
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Parameters
  } catch {
    // Told below.
  }
  throw new FlightrecError('usage', 'the request holds no JSON object')
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
