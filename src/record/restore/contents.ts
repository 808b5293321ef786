/** The contents that files are written from: those in the store, and those made for the purpose. */
import { copyBlob } from '../../git/objects/copy-blob.ts'
import { hashObject } from '../../git/objects/object-name.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { objectSizes } from '../../git/objects/object-sizes.ts'
import type { Oid } from '../../model/oid.ts'

export class Contents {
  readonly #gitDir: string
  readonly #reader: ObjectReader
  readonly #made = new Map<Oid, Buffer>()

  constructor(gitDir: string, reader: ObjectReader) {
    this.#gitDir = gitDir
    this.#reader = reader
  }

  /** Holds a content in memory and returns the name git would give it. */
  add(content: Buffer): Oid {
    const oid = hashObject('blob', content)
    this.#made.set(oid, content)
    return oid
  }

  /** @throws {FlightrecError} corrupt-store */
  async read(oid: Oid): Promise<Buffer> {
    return this.#made.get(oid) ?? (await this.#reader.get(oid, 'blob'))
  }

  /** Returns the sizes in bytes of those that there are. */
  async sizes(oids: ReadonlySet<Oid>): Promise<Map<Oid, number>> {
    const stored = [...oids].filter((oid) => !this.#made.has(oid))
    const sizes = await objectSizes(this.#gitDir, stored)
    for (const [oid, { length }] of this.#made) sizes.set(oid, length)
    return sizes
  }

  /**
   * Hands a content to `write`, piece by piece.
   * @throws {FlightrecError} corrupt-store, also after all was written.
   */
  async copy(blob: { oid: Oid; sizeBytes: number }, write: (piece: Buffer) => void): Promise<void> {
    const made = this.#made.get(blob.oid)
    if (made) write(made)
    else await copyBlob(this.#reader, this.#gitDir, blob, write)
  }
}
