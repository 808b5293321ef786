/** The daemon's side of the socket: bounded in connections, in frames, in time and in what it remembers. */
import { FlightrecError } from '../model/errors.ts'
import type { Requests, RequestType } from '../service/requests.ts'
import { removeIfThere } from '../system/files.ts'
import { listenPrivately, type Server, type Socket } from '../system/sockets.ts'
import { checkRequest } from './check-request.ts'
import { errorFrame } from './error-frame.ts'
import { FrameReader, writeFrame } from './frames.ts'
import {
  type ClientFrame,
  type DaemonFrame,
  type DaemonHello,
  PROTOCOL_VERSION,
} from './protocol.ts'

const CONNECTIONS_MAX = 200
const HELLO_DEADLINE_MS = 5_000
const REQUESTS_AT_ONCE_MAX = 16

/** Who has connected. */
export interface Peer {
  send(frame: DaemonFrame): void
  /** Aborted when the peer is gone. */
  readonly signal: AbortSignal
}

/** What the daemon does when asked; one method for each kind of request. */
export type RequestHandlers = {
  [Type in RequestType]: (
    params: Requests[Type]['params'],
    peer: Peer,
  ) => Promise<Requests[Type]['answer']>
}

interface Connection {
  socket: Socket
  peer: Peer
  frames: FrameReader
  hasSaidHello: boolean
  requests: number
  /** Has asked for something that lasts as long as the connection. */
  isKept: boolean
}

export class DaemonServer {
  readonly #path: string
  readonly #hello: Omit<DaemonHello, 'type' | 'protocol'>
  readonly #handlers: RequestHandlers
  readonly #connections = new Set<Connection>()
  #server: Server | undefined

  constructor(
    path: string,
    hello: Omit<DaemonHello, 'type' | 'protocol'>,
    handlers: RequestHandlers,
  ) {
    this.#path = path
    this.#hello = hello
    this.#handlers = handlers
  }

  /** To be called by the holder of the lock only: what an earlier daemon left at the path is removed. */
  async listen(): Promise<void> {
    this.#server = await listenPrivately(this.#path, (socket) => this.#accept(socket))
  }

  /** Unless `isOwner`, what lies at the path of the socket is not ours any more; closing a server removes it. */
  async close(isOwner = true): Promise<void> {
    if (isOwner) {
      removeIfThere(this.#path)
      this.#server?.close()
    }
    for (const { socket } of this.#connections) socket.end()
    await new Promise((resolve) => setImmediate(resolve))
    for (const { socket } of this.#connections) socket.destroySoon()
  }

  #accept(socket: Socket): void {
    this.#makeRoom()
    const gone = new AbortController()
    const connection: Connection = {
      socket,
      peer: { send: (frame) => writeFrame(socket, frame), signal: gone.signal },
      frames: new FrameReader(),
      hasSaidHello: false,
      requests: 0,
      isKept: false,
    }
    this.#connections.add(connection)
    const deadline = setTimeout(() => {
      // What came while we were at work is read before.
      setImmediate(() => {
        if (!connection.hasSaidHello) socket.destroy()
      })
    }, HELLO_DEADLINE_MS)
    socket.on('data', (chunk: Buffer) => this.#receive(connection, chunk))
    socket.on('error', () => {
      // The peer is gone; 'close' follows.
    })
    socket.on('close', () => {
      clearTimeout(deadline)
      this.#connections.delete(connection)
      gone.abort()
    })
  }

  /** Who came first and asks for nothing makes room. */
  #makeRoom(): void {
    if (this.#connections.size < CONNECTIONS_MAX) return
    const idle = [...this.#connections].filter(({ requests, isKept }) => requests === 0 && !isKept)
    const silent = idle.find(({ hasSaidHello }) => !hasSaidHello)
    const evicted = silent ?? idle[0]
    if (!evicted) return
    this.#connections.delete(evicted)
    evicted.socket.destroy()
  }

  #receive(connection: Connection, chunk: Buffer): void {
    const { socket, frames } = connection
    try {
      for (const frame of frames.read(chunk)) {
        this.#handle(connection, checkFrame(frame, this.#handlers))
      }
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      // Not one of ours: no use in going on.
      writeFrame(socket, errorFrame(0, error))
      socket.destroySoon()
    }
  }

  #handle(connection: Connection, frame: ClientFrame): void {
    const { peer, socket } = connection
    if (frame.type === 'hello') {
      connection.hasSaidHello = true
      peer.send({ type: 'hello', protocol: PROTOCOL_VERSION, ...this.#hello })
      if (frame.protocol !== PROTOCOL_VERSION) socket.end()
      return
    }
    if (!connection.hasSaidHello || connection.requests >= REQUESTS_AT_ONCE_MAX) {
      throw new FlightrecError('failed', 'say hello first, and not everything at once')
    }
    if (frame.type === 'watch' || frame.type === 'pause') connection.isKept = true
    connection.requests += 1
    void this.#answer(peer, frame).finally(() => {
      connection.requests -= 1
    })
  }

  async #answer(peer: Peer, frame: Exclude<ClientFrame, { type: 'hello' }>): Promise<void> {
    const handler = this.#handlers[frame.type] as (params: unknown, peer: Peer) => Promise<unknown>
    try {
      const answer = await handler(checkRequest(frame.type, frame.params), peer)
      peer.send({ type: 'answer', id: frame.id, answer })
    } catch (error) {
      peer.send(errorFrame(frame.id, error))
    }
  }
}

/** @throws {FlightrecError} failed, when it is not a frame of this protocol. */
function checkFrame(value: unknown, handlers: RequestHandlers): ClientFrame {
  const frame = value as {
    type?: unknown
    id?: unknown
    params?: unknown
    protocol?: unknown
  } | null
  if (frame?.type === 'hello' && typeof frame.protocol === 'number') return frame as ClientFrame
  const isRequest =
    typeof frame?.type === 'string' &&
    Object.hasOwn(handlers, frame.type) &&
    typeof frame.id === 'number' &&
    typeof frame.params === 'object' &&
    frame.params !== null
  if (!isRequest) throw new FlightrecError('failed', 'not a message of this protocol')
  return frame as ClientFrame
}
