/** Opening files that somebody else has named: only plain ones of this user, and never by way of a link. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { errnoOf } from '../model/errors.ts'
import { currentUser } from './environment.ts'

export interface OwnFile {
  fd: number
  stat: Stats
  close(): void
}

/**
 * Returns an open file, or why it is not one to be read. A link in the place of a folder is that of the user.
 * @throws where the file system fails, or has no such file.
 */
export function openOwnFile(path: string | Buffer): OwnFile | string {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ELOOP') return 'it is a link'
    if (errno === 'EACCES' || errno === 'ENXIO') return `it cannot be opened (${errno})`
    throw error
  }
  const close = () => closeSync(fd)
  const stat = fstatSync(fd)
  const fault = faultOf(stat)
  if (fault === undefined) return { fd, stat, close }
  close()
  return fault
}

function faultOf(stat: Stats): string | undefined {
  if (!stat.isFile()) return 'it is not a regular file'
  if (stat.uid !== currentUser().uid) return `it belongs to user ${stat.uid}`
  return undefined
}

/** Fills `buffer` from a place in the file, as far as it goes; returns how much there was. */
export function readFully(fd: number, buffer: Uint8Array, position: number): number {
  let done = 0
  while (done < buffer.length) {
    const count = readSync(fd, buffer, done, buffer.length - done, position + done)
    if (count === 0) break
    done += count
  }
  return done
}
