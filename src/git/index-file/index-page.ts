/** The index entries of one folder, left as bytes: most folders are only ever compared, never changed. */
import type { Oid } from '../../model/oid.ts'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import {
  ENTRY_FIXED_BYTES,
  entryLength,
  type IndexStat,
  parseStat,
  pathEnd,
} from './index-reader.ts'

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

  /** The whole entry, as it stands in the index. */
  bytesAt(n: number): Buffer {
    const start = this.#starts[n]!
    return this.#index.subarray(start, start + entryLength(this.#index, start))
  }
}

/** Gathers the entries of an index by folder, as git holds the paths; '' is the root. */
export function pagesOf(index: Buffer, count: number, first: number): Map<RawPath, IndexPage> {
  const pages = new Map<RawPath, IndexPage>()
  let page: IndexPage | undefined
  let folder: Buffer = Buffer.alloc(0)
  for (let n = 0, start = first; n < count; n += 1) {
    const from = start + ENTRY_FIXED_BYTES
    const end = pathEnd(index, start)
    const slash = index.lastIndexOf(0x2f, end)
    const length = slash < from ? 0 : slash - from
    if (!page || folder.length !== length || folder.compare(index, from, from + length) !== 0) {
      folder = index.subarray(from, from + length)
      const path = rawFromLatin1(folder.toString('latin1'))
      page = pages.get(path)
      if (!page) {
        page = new IndexPage(index, length === 0 ? 0 : length + 1)
        pages.set(path, page)
      }
    }
    page.push(start)
    start += entryLength(index, start)
  }
  return pages
}
