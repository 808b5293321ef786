/** Peers that mean no good, or know no better: the server stays bounded and serves the others. */

import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '../../src/daemon/protocol.ts'
import { DaemonServer, type RequestHandlers } from '../../src/daemon/server.ts'
import { FlightrecError } from '../../src/model/errors.ts'
import { connectTo, type Socket } from '../../src/system/sockets.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { until } from '../helpers/until.ts'

const status = { pid: 1, command: 'test', started: 0, roots: [] }
const HELLO = `{"type":"hello","protocol":${PROTOCOL_VERSION}}\n`
const STATUS = '{"type":"status","id":7,"params":{}}\n'

let path: string
let server: DaemonServer
let sockets: Socket[]
let goneCount: number

beforeEach(async () => {
  path = join(mkdtempSync(join(process.env.TMPDIR!, 'server-')), 's')
  sockets = []
  goneCount = 0
  const refuse = async () => {
    throw new FlightrecError('failed', 'not asked for here')
  }
  const handlers: RequestHandlers = {
    forget: refuse,
    record: refuse,
    status: async () => status,
    'stand-still': refuse,
    'session-start': refuse,
    'session-stop': refuse,
    import: refuse,
    'session-drop': refuse,
    'recording-drop': refuse,
    'recording-replace': refuse,
    snapshot: async () => {
      throw new FlightrecError('bad-root', 'no such root', { hint: 'Look again.' })
    },
    watch: async ({ roots }, peer) => {
      peer.signal.addEventListener('abort', () => {
        goneCount += 1
      })
      const line = {
        type: 'warning',
        version: 1,
        time: '',
        root: null,
        code: '',
        hint: null,
      } as const
      for (let n = 0; n < 20 * roots.length; n += 1) {
        peer.send({ type: 'line', line: { ...line, message: 'x'.repeat(1 << 20) } })
      }
      return status
    },
    pause: async () => null,
    stop: async () => null,
  }
  server = new DaemonServer(path, { pid: 1, command: 'test', started: 0 }, handlers)
  await server.listen()
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await server.close()
})

async function connect(): Promise<Socket> {
  const socket = (await connectTo(path))!
  sockets.push(socket)
  socket.on('error', () => {
    // Being cut off is what some tests are about.
  })
  return socket
}

/** Sends what is given and returns what is said until `count` lines have come or the server hangs up. */
async function exchange(sent: string | Buffer, count: number): Promise<unknown[]> {
  const socket = await connect()
  let said = ''
  const done = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.split('\n').length > count) resolve()
    })
    socket.on('close', () => resolve())
  })
  socket.write(sent)
  await done
  socket.destroy()
  return jsonLines(said)
}

async function isServing(): Promise<void> {
  const [hello, answer] = await exchange(HELLO + STATUS, 2)
  expect(hello).toMatchObject({ type: 'hello', protocol: PROTOCOL_VERSION })
  expect(answer).toEqual({ type: 'answer', id: 7, answer: status })
}

test('answers a request', isServing)

test('answers what arrives byte by byte', async () => {
  const socket = await connect()
  let said = ''
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  for (const byte of HELLO + STATUS) {
    socket.write(byte)
    await new Promise(setImmediate)
  }
  await until('it is answered', () => said.includes('"type":"answer"'))
})

test('an error is answered with its code and hint', async () => {
  const request = '{"type":"snapshot","id":3,"params":{"roots":[],"trigger":"manual"}}\n'
  const [, answer] = await exchange(HELLO + request, 2)
  expect(answer).toEqual({
    type: 'error',
    id: 3,
    code: 'bad-root',
    message: 'no such root',
    hint: 'Look again.',
  })
})

test.each([
  ['garbage', '\u0000\u0001\u0002\n'],
  ['another protocol', 'GET / HTTP/1.1\r\n\r\n'],
  ['a request before hello', STATUS],
  ['an unknown request', `${HELLO}{"type":"explode","id":1,"params":{}}\n`],
  ['null', 'null\n'],
  ['a request without parameters', `${HELLO}{"type":"status","id":1}\n`],
])('%s is refused, and others are served', async (_, sent) => {
  const said = await exchange(sent, 9)
  expect(said.at(-1)).toMatchObject({ type: 'error', code: 'failed' })
  await isServing()
})

test('a frame of 64 MB is cut off after the first', async () => {
  const socket = await connect()
  let sentBytes = 0
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const chunk = Buffer.alloc(1 << 20, 0x78)
  for (let n = 0; n < 64 && !socket.destroyed; n += 1) {
    await new Promise<void>((resolve) => {
      socket.write(chunk, (error) => {
        if (!error) sentBytes += chunk.length
        resolve()
      })
    })
  }
  await closed
  expect(sentBytes).toBeLessThan(8 << 20)
  await isServing()
})

test('a client of another version learns of it', async () => {
  const [hello] = await exchange('{"type":"hello","protocol":99}\n', 2)
  expect(hello).toMatchObject({ type: 'hello', protocol: PROTOCOL_VERSION })
})

test('500 silent connections do not keep others out', async () => {
  for (let n = 0; n < 500; n += 1) await connect()
  await isServing()
  const open = sockets.filter((socket) => !socket.destroyed && socket.readyState === 'open')
  expect(open.length).toBeLessThanOrEqual(210)
})

test('who says nothing is cut off', async () => {
  const socket = await connect()
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
})

test('who does not read what they asked for is cut off', async () => {
  const socket = await connect()
  socket.pause()
  socket.write(`${HELLO}{"type":"watch","id":1,"params":{"roots":["/a"]}}\n`)
  await until('it is gone', () => goneCount === 1)
  await isServing()
})
