/** Cuts a stream of bytes into lines; one that is too long to be kept is passed on cut. */

export interface LineIn {
  text: string
  /** It went on after this. */
  isCut: boolean
}

export class LinesIn {
  readonly #bytesMax: number
  #pieces: Buffer[] = []
  #bytes = 0
  #isCut = false

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** Yields the lines that end in what comes next, without their ends. */
  *push(bytes: Uint8Array): Generator<LineIn> {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let at = 0; at < chunk.length; ) {
      const end = chunk.indexOf(0x0a, at)
      this.#keep(chunk.subarray(at, end < 0 ? chunk.length : end))
      if (end < 0) return
      yield this.#take()
      at = end + 1
    }
  }

  /** Returns what follows the last line end; undefined when nothing does. */
  end(): LineIn | undefined {
    return this.#bytes > 0 || this.#isCut ? this.#take() : undefined
  }

  #keep(piece: Buffer): void {
    const room = this.#bytesMax - this.#bytes
    if (piece.length > room) this.#isCut = true
    const kept = piece.subarray(0, Math.max(0, room))
    if (kept.length === 0) return
    // Whoever gave it may use its memory again.
    this.#pieces.push(Buffer.from(kept))
    this.#bytes += kept.length
  }

  #take(): LineIn {
    const line = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces)
    const isCut = this.#isCut
    this.#pieces = []
    this.#bytes = 0
    this.#isCut = false
    const text = line.toString('utf8')
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text, isCut }
  }
}
