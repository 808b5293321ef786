/** Opens the port, on this machine alone. */
import { randomBytes } from 'node:crypto'
import { serve } from '@hono/node-server'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { pageApp } from './app.ts'
import { Access } from './guards/access.ts'
import { LiveFeed } from './live/live-feed.ts'
import type { PageContext } from './page-context.ts'
import { buildOf, readPageFiles } from './page-files.ts'

const LOOPBACK = '127.0.0.1'

export interface ServeRequest {
  /** 0: any that is free. */
  port: number
  context: Omit<PageContext, 'server' | 'page' | 'feed' | 'acts'>
}

export interface ServedPage {
  port: number
  /** With the token that lets in. */
  url: string
  close(): Promise<void>
}

/** @throws {FlightrecError} failed, when the port is taken. */
export async function servePage({ port, context }: ServeRequest): Promise<ServedPage> {
  const token = randomBytes(24).toString('base64url')
  const server = randomBytes(8).toString('hex')
  const files = readPageFiles()
  const feed = new LiveFeed(context.home, server)
  const acts = new WorkQueue()
  const http = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const bound = { port }
    let app: ReturnType<typeof pageApp> | undefined
    const access = () => new Access(token, bound.port)
    const fetch = (request: Request, bindings: object) => {
      app ??= pageApp({
        context: { ...context, server, page: buildOf(files), feed, acts },
        access: access(),
        port: bound.port,
        files,
      })
      return app.fetch(request, bindings)
    }
    const opened = serve({ fetch, port, hostname: LOOPBACK }, (info) => {
      bound.port = info.port
      resolve(opened)
    })
    opened.once('error', (error) => reject(portFailure(error, port)))
  })
  const address = http.address()
  const open = typeof address === 'object' && address ? address.port : port
  return {
    port: open,
    url: `http://${LOOPBACK}:${open}/#token=${token}`,
    async close() {
      await acts.done
      await new Promise<void>((resolve) => {
        http.close(() => resolve())
        if ('closeAllConnections' in http) http.closeAllConnections()
      })
    },
  }
}

function portFailure(error: Error, port: number): Error {
  if (errnoOf(error) !== 'EADDRINUSE') return error
  return new FlightrecError('failed', `port ${port} is taken`, {
    hint: 'Run `flightrec view --port 0` to take one that is free.',
    cause: error,
  })
}
