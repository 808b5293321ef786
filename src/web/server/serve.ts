/** Opens the port, on this machine alone. */
import { randomBytes } from 'node:crypto'
import { serve } from '@hono/node-server'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import {
  notePageRun,
  type PageRun,
  pageSecret,
  readPageRun,
} from '../../store/home/served-pages.ts'
import { portOwner } from '../../system/port-owner.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { pageApp } from './app.ts'
import { Access } from './guards/access.ts'
import { LiveFeed } from './live/live-feed.ts'
import type { PageContext } from './page-context.ts'
import { buildOf, readPageFiles } from './page-files.ts'

const LOOPBACK = '127.0.0.1'
/** Of one person there are some tabs; whoever opens more is kept waiting, and takes no memory. */
const CONNECTIONS_MAX = 200

export interface ServeRequest {
  /** 0: any that is free. */
  port: number
  context: Pick<PageContext, 'home' | 'config' | 'version' | 'isReadOnly'>
}

export interface ServedPage {
  port: number
  /** What lets in, to stand in the fragment of an address. */
  token: string
  /** The process that serves it, when it is another one that did so already. */
  runsIn?: number
  close(): Promise<void>
}

/**
 * Serves the page, or finds that it is served already.
 * @throws {FlightrecError} failed, when the port is taken by something else.
 */
export async function servePage({ port, context }: ServeRequest): Promise<ServedPage> {
  const { home, isReadOnly } = context
  const [token, server] = [randomBytes(24).toString('base64url'), randomBytes(8).toString('hex')]
  const [secret, files, acts] = [pageSecret(home), readPageFiles(), new WorkQueue()]
  const feed = new LiveFeed(home, server)
  const whole = { ...context, server, page: buildOf(files), feed, acts }
  const appOn = (at: number) => {
    const access = new Access({ token, secret, port: at })
    return pageApp({ context: whole, access, port: at, files })
  }
  const http = await listen(port, appOn).catch((error: Error) => error)
  if (http instanceof Error) return servedAlready(home, { port, isReadOnly }, http)
  const forget = notePageRun(home, { port: http.port, token, isReadOnly })
  return {
    port: http.port,
    token,
    async close() {
      forget()
      await acts.done
      await http.close()
    },
  }
}

type AppOn = (port: number) => ReturnType<typeof pageApp>

/** What is served depends on the port, which is known once it is open. */
function listen(port: number, appOn: AppOn) {
  return new Promise<{ port: number; close(): Promise<void> }>((resolve, reject) => {
    let app: ReturnType<AppOn> | undefined
    const fetch = (request: Request, bindings: object) => app!.fetch(request, bindings)
    const http = serve({ fetch, port, hostname: LOOPBACK }, ({ port: open }) => {
      app = appOn(open)
      resolve({ port: open, close })
    })
    http.on('error', reject)
    if ('maxConnections' in http) http.maxConnections = CONNECTIONS_MAX
    const close = () =>
      new Promise<void>((closed) => {
        http.close(() => closed())
        if ('closeAllConnections' in http) http.closeAllConnections()
      })
  })
}

function servedAlready(
  home: Home,
  { port, isReadOnly }: Pick<PageRun, 'port' | 'isReadOnly'>,
  error: Error,
): ServedPage {
  const errno = errnoOf(error)
  if (errno === 'EACCES') throw notAllowed(port, error)
  if (errno !== 'EADDRINUSE') throw error
  const run = readPageRun(home, port)
  // One that may write is not handed to whoever asked for one that may not.
  if (!run || (isReadOnly && !run.isReadOnly)) throw taken(port, run, error)
  return { port, token: run.token, runsIn: run.pid, close: async () => {} }
}

const OTHER_PORT = 'Run `flightrec view --port 0` to take a port that is free.'

function taken(port: number, run: PageRun | undefined, cause: Error): FlightrecError {
  const owner = portOwner(port)
  const who = run
    ? `a \`flightrec view\` that may write (process ${run.pid})`
    : owner
      ? `process ${owner.pid} (${showText(owner.command)})`
      : 'another program'
  return new FlightrecError('failed', `port ${port} is taken by ${who}`, {
    hint: OTHER_PORT,
    cause,
  })
}

function notAllowed(port: number, cause: Error): FlightrecError {
  return new FlightrecError('failed', `port ${port} is not for users to take`, {
    hint: OTHER_PORT,
    cause,
  })
}
