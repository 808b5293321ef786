/** A file or link written whole under a temporary name, in the folder where it is to stand. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  lchownSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { errnoOf } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import { STAGED_PREFIX } from '../../model/staged-name.ts'
import type { FolderHandle } from '../../system/beneath.ts'
import { writeFully } from '../../system/files.ts'
import type { Owner } from '../state/file-stat.ts'
import type { Contents } from './contents.ts'
import { changeOwner } from './folder-gate.ts'

/** What the file or link is to be. */
interface Content {
  kind: 'file' | 'link'
  oid: Oid
  sizeBytes: number
  mode: number
  owner: Owner
}

const fsyncSoon = promisify(fsync)
const CREATE =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

export class StagedFile {
  /** Set when the owner could not be given: which it should be. */
  ownerRefused: string | undefined
  readonly #folder: FolderHandle
  readonly #name: RawPath = rawFromText(STAGED_PREFIX + randomBytes(8).toString('hex'))
  #fd: number | undefined
  #isThere = false

  constructor(folder: FolderHandle) {
    this.#folder = folder
  }

  /** Writes the content; throws when the disk, the store or the folder refuses. Call `discard` in the end. */
  async write(content: Content, contents: Contents): Promise<void> {
    if (content.kind === 'link') {
      const target = await contents.read(content.oid)
      const place = this.#folder.at(this.#name)
      symlinkSync(target, place)
      this.#isThere = true
      const chown = (uid: number, gid: number) => lchownSync(place, uid, gid)
      this.ownerRefused = changeOwner(lstatSync(place), content.owner, chown)
      return
    }
    const fd = openSync(this.#folder.at(this.#name), CREATE, 0o600)
    this.#fd = fd
    this.#isThere = true
    await contents.copy(content, (piece) => writeFully(fd, piece))
    const chown = (uid: number, gid: number) => fchownSync(fd, uid, gid)
    this.ownerRefused = changeOwner(fstatSync(fd), content.owner, chown)
    fchmodSync(fd, content.mode)
  }

  /** Puts the content on the disk; several at once share the cost. */
  async sync(): Promise<void> {
    if (this.#fd === undefined) return
    await fsyncSoon(this.#fd)
    closeSync(this.#fd)
    this.#fd = undefined
  }

  /** Puts it in the place of whatever file or link has that name. */
  replace(name: RawPath): void {
    renameSync(this.#folder.at(this.#name), this.#folder.at(name))
    this.#isThere = false
  }

  /** Gives it a name that must be free, and tells whether it was: unlike a rename, a link replaces nothing. */
  placeNew(name: RawPath, kind: Content['kind']): boolean {
    // Elsewhere than on Linux, a hard link to a symbolic link leads to what that points to.
    if (kind === 'link' && process.platform !== 'linux') {
      this.replace(name)
      return true
    }
    try {
      linkSync(this.#folder.at(this.#name), this.#folder.at(name))
    } catch (error) {
      const errno = errnoOf(error)
      if (errno === 'EEXIST') return false
      if (errno !== 'EPERM' && errno !== 'ENOTSUP' && errno !== 'EOPNOTSUPP') throw error
      this.replace(name) // A file system without hard links.
    }
    return true
  }

  discard(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
    if (this.#isThere) unlinkSync(this.#folder.at(this.#name))
    this.#isThere = false
  }
}
