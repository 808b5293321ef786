/** The index entries of one folder, left as bytes: most folders are only ever compared, never changed. */
import type { Oid } from '../../model/oid.ts'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import {
  ASSUME_VALID,
  ENTRY_FIXED_BYTES,
  entryEnd,
  FIRST_ENTRY,
  type IndexStat,
  parseStat,
  pathEnd,
} from './index-format.ts'

export class IndexPage {
  readonly #index: Buffer
  /** Where each entry starts, in the order of the names. */
  readonly #starts: number[] = []
  /** Length of the folder's path with its slash, which stands before each name. */
  readonly #prefix: number

  constructor(index: Buffer, prefix: number) {
    this.#index = index
    this.#prefix = prefix
  }

  get count(): number {
    return this.#starts.length
  }

  push(start: number): void {
    this.#starts.push(start)
  }

  /** Name as git holds it. */
  nameAt(n: number): RawPath {
    const start = this.#starts[n]!
    const from = start + ENTRY_FIXED_BYTES + this.#prefix
    return rawFromLatin1(this.#index.toString('latin1', from, pathEnd(this.#index, start)))
  }

  /** Whether entry `n` has a name, as git holds it. */
  isNamed(n: number, name: RawPath): boolean {
    const start = this.#starts[n]!
    const from = start + ENTRY_FIXED_BYTES + this.#prefix
    if (pathEnd(this.#index, start) - from !== name.length) return false
    for (let at = 0; at < name.length; at += 1) {
      if (name.charCodeAt(at) !== this.#index[from + at]) return false
    }
    return true
  }

  oidAt(n: number): Oid {
    const start = this.#starts[n]!
    return this.#index.toString('hex', start + 40, start + 60) as Oid
  }

  statAt(n: number): IndexStat {
    return parseStat(this.#index, this.#starts[n]!)
  }

  sizeAt(n: number): number {
    return this.#index.readUInt32BE(this.#starts[n]! + 36)
  }

  /** Whether each file was last changed before a second since the epoch, and git looks at it. */
  isSettled(beforeSeconds: number): boolean {
    return this.#starts.every(
      (start) =>
        this.#index.readUInt32BE(start) < beforeSeconds &&
        (this.#index.readUInt16BE(start + 60) & ASSUME_VALID) === 0,
    )
  }

  /** The whole entry, as it stands in the index. */
  bytesAt(n: number): Buffer {
    const start = this.#starts[n]!
    return this.#index.subarray(start, entryEnd(this.#index, start))
  }
}

/** Gathers the entries of an index by folder, as git holds the paths; '' is the root. `after` is where they end. */
export function gatherPages(
  index: Buffer,
  count: number,
): { pages: Map<RawPath, IndexPage>; after: number } {
  const pages = new Map<RawPath, IndexPage>()
  let page: IndexPage | undefined
  let folder = 0
  let length = -1
  let start = FIRST_ENTRY
  for (let n = 0; n < count; n += 1) {
    const from = start + ENTRY_FIXED_BYTES
    const end = pathEnd(index, start)
    const here = folderLength(index, from, end)
    if (!page || here !== length || !isSameText(index, folder, from, length)) {
      folder = from
      length = here
      const path = rawFromLatin1(index.toString('latin1', from, from + length))
      page = pages.get(path)
      if (!page) {
        page = new IndexPage(index, length === 0 ? 0 : length + 1)
        pages.set(path, page)
      }
    }
    page.push(start)
    start = entryEnd(index, start)
  }
  return { pages, after: start }
}

// Byte by byte: for the few bytes of a path, calling into Buffer costs more than the work.

/** How long the path of the folder is; 0 for the root. */
function folderLength(index: Buffer, from: number, end: number): number {
  for (let at = end - 1; at > from; at -= 1) if (index[at] === 0x2f) return at - from
  return 0
}

function isSameText(index: Buffer, one: number, other: number, length: number): boolean {
  for (let n = 0; n < length; n += 1) if (index[one + n] !== index[other + n]) return false
  return true
}
