/**
 * The way into folders that are being restored: opens one that its mode shuts us out of, and remembers which
 * mode and owner each folder is to have in the end.
 */
import { chmodSync, chownSync, closeSync, fsyncSync, openSync, statSync } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'
import { parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { FolderHandle } from '../../system/beneath.ts'
import type { Owner } from '../state/file-stat.ts'
import { FolderCursor } from './on-disk.ts'

/** Called before a folder of that mode is opened, to note how it is to be should we be killed. */
export type OnOpen = (path: RawPath, mode: number) => void

export class FolderGate {
  readonly #cursor: FolderCursor
  readonly #settled = new Map<RawPath, { mode: number; owner?: Owner }>()
  readonly #opened = new Set<RawPath>()
  readonly #touched = new Set<RawPath>()
  readonly #onOpen: OnOpen | undefined

  constructor(root: string, onOpen?: OnOpen) {
    this.#cursor = new FolderCursor(root)
    this.#onOpen = onOpen
  }

  /** Runs `act` in the folder; once more, with the folder's mode opened, when it was refused access. */
  async within(path: RawPath, act: (folder: FolderHandle) => void | Promise<void>): Promise<void> {
    this.#touched.add(path)
    try {
      await act(this.#enter(path))
    } catch (error) {
      if (errnoOf(error) !== 'EACCES' || this.#opened.has(path)) throw error
      this.#open(path)
      await act(this.#enter(path))
    }
  }

  /**
   * Gives a folder its mode and owner at once, as far as we can still write into it, so that little is left undone
   * should we be killed; returns the owner when that was refused.
   */
  setNow(path: RawPath, mode: number, owner: Owner): string | undefined {
    const place = this.#enter(path).path
    const refused = changeOwner(statSync(place), owner, (u, g) => chownSync(place, u, g))
    chmodSync(place, mode | 0o700)
    if ((mode & 0o700) !== 0o700) this.#settled.set(path, { mode })
    return refused
  }

  /** Sets what the folder is to be when all is done. */
  setAtEnd(path: RawPath, mode: number, owner: Owner): void {
    this.#settled.set(path, { mode, owner })
  }

  /** Makes what was renamed, made and removed durable. */
  syncTouched(): void {
    for (const path of this.#touched) {
      try {
        const fd = openSync(this.#enter(path).path, 'r')
        fsyncSync(fd)
        closeSync(fd)
      } catch {
        // Gone again, or not to be opened for reading: the names in it become durable when the system says.
      }
    }
  }

  /** Returns the folders that are to change in the end, deepest first. */
  pathsToSet(): RawPath[] {
    return [...this.#settled.keys()].sort().reverse()
  }

  /** Gives a folder its mode and owner; returns the owner when that was refused. */
  setMode(path: RawPath): string | undefined {
    const { mode, owner } = this.#settled.get(path)!
    const place = this.#enter(path).path
    const refused = owner && changeOwner(statSync(place), owner, (u, g) => chownSync(place, u, g))
    chmodSync(place, mode)
    return refused
  }

  close(): void {
    this.#cursor.close()
  }

  #enter(path: RawPath): FolderHandle {
    try {
      return this.#cursor.enter(path)
    } catch (error) {
      if (errnoOf(error) !== 'EACCES' || path === '') throw error
      this.#open(parentRaw(path))
      return this.#cursor.enter(path)
    }
  }

  #open(path: RawPath): void {
    const place = this.#enter(path).path
    const mode = statSync(place).mode & 0o7777
    this.#onOpen?.(path, mode)
    chmodSync(place, mode | 0o700)
    this.#opened.add(path)
    if (!this.#settled.has(path)) this.#settled.set(path, { mode })
  }
}

/** Changes the owner where it differs; returns `uid:gid` when this user may not. */
export function changeOwner(
  current: { uid: number | bigint; gid: number | bigint },
  wanted: Owner,
  chown: (uid: number, gid: number) => void,
): string | undefined {
  if (Number(current.uid) === wanted.uid && Number(current.gid) === wanted.gid) return undefined
  try {
    chown(wanted.uid, wanted.gid)
    return undefined
  } catch (error) {
    if (errnoOf(error) !== 'EPERM' && errnoOf(error) !== 'EINVAL') throw error
    return `${wanted.uid}:${wanted.gid}`
  }
}
