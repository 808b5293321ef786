/** The only door to sockets: Unix sockets of this user, in a private folder. */

import { createHash } from 'node:crypto'
import { chmodSync, closeSync, constants, lstatSync, openSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'
import { beneathWay } from './beneath.ts'
import { currentUser } from './environment.ts'
import { makePrivateFolder, PRIVATE_FILE, removeIfThere } from './files.ts'

export type { Server, Socket }

/** What the kernel has room for in the address of a Unix socket, less the final NUL: 108 on Linux, 104 on macOS. */
const ADDRESS_BYTES_MAX = 103
/** What connecting fails with where nobody listens. */
const NOBODY = ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR']

/** How the kernel is told of a socket; `release` is to be called when it has been. */
interface Address {
  path: string
  release(): void
}

/**
 * Returns an address for the socket at `path`: that, or, when it is too long for one, a short way to the same place.
 * @throws {FlightrecError} failed, when there is no short way, and someone else has made the folder used instead.
 */
function addressOf(path: string): Address {
  if (Buffer.byteLength(path) <= ADDRESS_BYTES_MAX) return { path, release: () => undefined }
  if (beneathWay() === 'path') return { path: shortPath(path), release: () => undefined }
  const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY)
  return {
    path: `/proc/self/fd/${folder}/${basename(path)}`,
    release: () => closeSync(folder),
  }
}

/** A name in a private folder of the temporary one, for systems where an open folder has no path. */
function shortPath(wanted: string): string {
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
  wanted: string,
  onConnection: (socket: Socket) => void,
): Promise<Server> {
  const { path, release } = addressOf(wanted)
  removeIfThere(path)
  const server = createServer(onConnection)
  // Its address is used once more, when it closes.
  server.once('close', release)
  await new Promise<void>((resolve, reject) => {
    // Later ones are of a connection that could not be accepted (EMFILE): its peer tries again.
    server.on('error', reject)
    server.listen({ path, backlog: 511 }, resolve)
  })
  chmodSync(path, PRIVATE_FILE)
  return server
}

/** Connects; undefined when nobody listens there. */
export async function connectTo(wanted: string): Promise<Socket | undefined> {
  const address = addressIfThere(wanted)
  if (!address) return undefined
  const socket = createConnection({ path: address.path })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return socket
  } catch (error) {
    socket.destroy()
    const errno = errnoOf(error) ?? ''
    if (NOBODY.includes(errno)) return undefined
    throw error
  } finally {
    address.release()
  }
}

function addressIfThere(path: string): Address | undefined {
  try {
    return addressOf(path)
  } catch (error) {
    if (NOBODY.includes(errnoOf(error) ?? '')) return undefined
    throw error
  }
}
