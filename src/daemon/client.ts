/** The client's side of the daemon's socket. */

import { join } from 'node:path'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import type { Requests, RequestType } from '../service/requests.ts'
import type { Home } from '../store/home/home.ts'
import { homeLockPath } from '../store/home/home-lock.ts'
import { monotonicNow, sleep } from '../system/clock.ts'
import { lockOwner } from '../system/lock.ts'
import { connectTo, type Socket } from '../system/sockets.ts'
import { errorFromFrame } from './error-frame.ts'
import { FrameReader, writeFrame } from './frames.ts'
import { outOfPatience, type WaitingOptions } from './patience.ts'
import { type DaemonFrame, type DaemonHello, PROTOCOL_VERSION } from './protocol.ts'

/** For those who are let in one after another. */
const CONNECT_MS_MAX = 5_000
const RETRY_MS = 50

/** Returns where the daemon of a home listens. */
export function daemonSocketPath(home: Home): string {
  return join(home.runPath, 'daemon.sock')
}

/**
 * Connects to the daemon of a home; undefined when there is none. One that is at work is waited for.
 * @throws {FlightrecError} daemon-unreachable, when it is there but does not answer; interrupted.
 */
export async function connectDaemon(
  home: Home,
  waiting: WaitingOptions = {},
): Promise<DaemonClient | undefined> {
  const socket = await connectPatiently(home, monotonicNow() + CONNECT_MS_MAX)
  if (!socket) return undefined
  const client = new DaemonClient(socket)
  const hello = await client.greet(home, waiting)
  return hello && client
}

async function connectPatiently(home: Home, deadline: number): Promise<Socket | undefined> {
  for (;;) {
    try {
      return await connectTo(daemonSocketPath(home))
    } catch (error) {
      // EAGAIN: too many wait to be let in.
      if (errnoOf(error) !== 'EAGAIN' || monotonicNow() > deadline) throw unreachable(home, error)
      await sleep(RETRY_MS)
    }
  }
}

function unreachable(home: Home, cause?: unknown): FlightrecError {
  const owner = lockOwner(homeLockPath(home))
  const who = owner ? `the daemon (process ${owner.pid})` : 'the daemon'
  return new FlightrecError('daemon-unreachable', `${who} does not answer`, {
    hint: owner
      ? `Run \`kill -CONT ${owner.pid}\` if it was stopped, or \`kill -9 ${owner.pid}\`; nothing recorded is lost.`
      : 'Try again in a moment.',
    cause,
  })
}

interface Waiting {
  resolve(answer: unknown): void
  reject(error: FlightrecError): void
}

export class DaemonClient {
  readonly #socket: Socket
  readonly #frames = new FrameReader()
  readonly #waiting = new Map<number, Waiting>()
  #onHello: ((hello: DaemonHello) => void) | undefined
  #nextId = 1
  /** Called with lines and progress, after `watch` was requested. */
  onFrame: (frame: DaemonFrame) => void = () => {}
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>

  constructor(socket: Socket) {
    this.#socket = socket
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', () => {
      // 'close' follows, and rejects what waits.
    })
    socket.on('close', () => this.#failAll('the daemon went away before it answered'))
  }

  /**
   * Returns the daemon's hello; undefined when it hung up instead, since it was about to end.
   * @throws {FlightrecError} daemon-unreachable; interrupted
   */
  async greet(home: Home, { signal, onBusy }: WaitingOptions): Promise<DaemonHello | undefined> {
    const answered = new AbortController()
    const until = signal ? AbortSignal.any([signal, answered.signal]) : answered.signal
    const answer = new Promise<DaemonHello | undefined>((resolve, reject) => {
      this.#onHello = resolve
      void this.closed.then(() => resolve(undefined))
      const pid = lockOwner(homeLockPath(home))?.pid
      void outOfPatience(pid, { signal: until, onBusy }).then(() => {
        reject(
          signal?.aborted ? new FlightrecError('interrupted', 'interrupted') : unreachable(home),
        )
      })
    })
    writeFrame(this.#socket, { type: 'hello', protocol: PROTOCOL_VERSION })
    try {
      const hello = await answer
      if (hello && hello.protocol !== PROTOCOL_VERSION) {
        throw new FlightrecError('daemon-unreachable', 'the daemon is of another version', {
          hint: 'Run `flightrec daemon stop`, then `flightrec daemon start`.',
        })
      }
      return hello
    } catch (error) {
      this.close()
      throw error
    } finally {
      answered.abort()
    }
  }

  /** @throws {FlightrecError} what the daemon answers; daemon-unreachable, when it goes away. */
  async request<Type extends RequestType>(
    type: Type,
    params: Requests[Type]['params'],
  ): Promise<Requests[Type]['answer']> {
    const id = this.#nextId
    this.#nextId += 1
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
    if (this.#socket.destroyed) this.#failAll('the daemon has gone away')
    writeFrame(this.#socket, { type, id, params })
    return (await answer) as Requests[Type]['answer']
  }

  close(): void {
    this.#socket.end()
    this.#socket.destroySoon()
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#frames.read(chunk)) this.#handle(frame as DaemonFrame)
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      this.#failAll(`the daemon speaks another language: ${error.message}`)
      this.#socket.destroy()
    }
  }

  #handle(frame: DaemonFrame): void {
    if (frame.type === 'hello') this.#onHello?.(frame)
    else if (frame.type !== 'answer' && frame.type !== 'error') this.onFrame(frame)
    else {
      const waiting = this.#waiting.get(frame.id)
      this.#waiting.delete(frame.id)
      if (frame.type === 'answer') waiting?.resolve(frame.answer)
      else waiting?.reject(errorFromFrame(frame))
    }
  }

  #failAll(message: string): void {
    for (const { reject } of this.#waiting.values()) {
      reject(
        new FlightrecError('daemon-unreachable', message, {
          hint: 'Run `flightrec daemon status` to see whether it runs.',
        }),
      )
    }
    this.#waiting.clear()
  }
}
