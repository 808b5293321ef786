/** The only door to sockets: Unix sockets of this user, in a private folder. */

import { createHash } from 'node:crypto'
import { chmodSync, lstatSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'
import { currentUser } from './environment.ts'
import { makePrivateFolder, PRIVATE_FILE, removeIfThere } from './files.ts'

export type { Server, Socket }

/** What the kernel has room for in the address of a Unix socket, less the final NUL: 108 on Linux, 104 on macOS. */
const ADDRESS_BYTES_MAX = 103

/**
 * Returns the path to use for the socket `wanted`: itself, or, when that is too long for an address, a short
 * one in a private folder under the system's temporary folder.
 * @throws {FlightrecError} failed, when someone else has made that folder.
 */
export function socketPath(wanted: string): string {
  if (Buffer.byteLength(wanted) <= ADDRESS_BYTES_MAX) return wanted
  const { uid } = currentUser()
  const folder = join(tmpdir(), `flightrec-${uid}`)
  makePrivateFolder(folder)
  const stat = lstatSync(folder)
  if (!stat.isDirectory() || stat.uid !== uid || (stat.mode & 0o077) !== 0) {
    throw new FlightrecError('failed', `${showText(folder)} is not a private folder of yours`, {
      hint: 'Set FLIGHTREC_HOME to a shorter path, or TMPDIR to a folder of your own.',
    })
  }
  return join(folder, `${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}.sock`)
}

/** Listens on a new socket, private to this user. What is left there of an earlier one is removed. */
export async function listenPrivately(
  path: string,
  onConnection: (socket: Socket) => void,
): Promise<Server> {
  removeIfThere(path)
  const server = createServer(onConnection)
  await new Promise<void>((resolve, reject) => {
    // Later ones are of a connection that could not be accepted (EMFILE): its peer tries again.
    server.on('error', reject)
    server.listen({ path, backlog: 511 }, resolve)
  })
  chmodSync(path, PRIVATE_FILE)
  return server
}

/** Connects; undefined when nobody listens there. */
export async function connectTo(path: string): Promise<Socket | undefined> {
  const socket = createConnection({ path })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return socket
  } catch (error) {
    socket.destroy()
    const errno = errnoOf(error) ?? ''
    if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR'].includes(errno)) return undefined
    throw error
  }
}
