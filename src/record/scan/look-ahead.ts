/**
 * Looking at recorded files on a second core, ahead of the scan. The scan lists each folder itself; what is
 * found here only saves it the `lstat` of files that are as recorded. Both share one byte for each page.
 */
import { lstatSync } from 'node:fs'
import { pagesOf } from '../../git/index-file/index-page.ts'
import { FIRST_ENTRY } from '../../git/index-file/index-reader.ts'
import { fromGitPath } from '../../git/objects/names.ts'
import { fsPath, joinRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import { FilePage } from './file-page.ts'

/** What the thread is given; all arrays are shared memory. */
export interface LookAhead {
  root: string
  owner: { uid: number; gid: number }
  /** The bytes of git's index, and how many entries they hold. */
  index: Uint8Array
  count: number
  /** One for each page, in the order of `pagesOf`; there are never more pages than entries. */
  marks: Uint8Array
}

const FREE = 0
const TAKEN = 1
const SAME = 2
const SETTLED = 3

/** PATH_MAX with room: files with longer paths are left to the scan. */
const PATH_BYTES_MAX = 3800

/** Settles a page for the scan: whether its files were found as recorded. The answer holds once, then one looks. */
export function takeFinding(marks: Uint8Array, page: number): boolean {
  return Atomics.exchange(marks, page, SETTLED) === SAME
}

/** Leaves nothing to be looked at ahead. */
export function settleAll(marks: Uint8Array): void {
  for (let page = 0; page < marks.length; page += 1) Atomics.store(marks, page, SETTLED)
}

/** Looks at one page after another until all are settled. The scan begins at the other end. */
export function lookAhead({ root, owner, index, count, marks }: LookAhead): void {
  const bytes = Buffer.from(index.buffer, index.byteOffset, index.byteLength)
  const folders = new RealFolders(root)
  let number = 0
  for (const [gitPath, page] of pagesOf(bytes, count, FIRST_ENTRY)) {
    const mine = number
    number += 1
    if (Atomics.compareExchange(marks, mine, FREE, TAKEN) !== FREE) continue
    const path = fromGitPath(gitPath)
    if (!folders.has(path) || !isAsRecorded(root, path, new FilePage(page, owner))) continue
    Atomics.compareExchange(marks, mine, TAKEN, SAME)
  }
}

function isAsRecorded(root: string, folder: RawPath, page: FilePage): boolean {
  for (let n = 0; n < page.count; n += 1) {
    const path = joinRaw(folder, page.nameAt(n))
    if (root.length + path.length > PATH_BYTES_MAX) return false
    try {
      const stats = lstatSync(fsPath(root, path), { throwIfNoEntry: false })
      if (!stats || !page.isSame(n, stats)) return false
    } catch {
      // The scan comes upon it too, and says why.
      return false
    }
  }
  return true
}

/** Folders reached without following a link, on the file system of the root: no mount is waited for here. */
class RealFolders {
  readonly #root: string
  readonly #device: number
  readonly #known = new Map<RawPath, boolean>()

  constructor(root: string) {
    this.#root = root
    this.#device = lstatSync(root).dev
  }

  has(path: RawPath): boolean {
    if (path === '') return true
    const known = this.#known.get(path)
    if (known !== undefined) return known
    const isReal = this.has(parentRaw(path)) && this.#isFolder(path)
    this.#known.set(path, isReal)
    return isReal
  }

  #isFolder(path: RawPath): boolean {
    try {
      const stats = lstatSync(fsPath(this.#root, path), { throwIfNoEntry: false })
      return stats?.isDirectory() === true && stats.dev === this.#device
    } catch {
      // As above.
      return false
    }
  }
}
