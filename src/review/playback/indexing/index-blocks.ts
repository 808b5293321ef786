/** The large parts of an index, compressed: those of a file that is open, and those that were made here. */
import { compressBlock, expandBlock, type IndexFile } from '../../../store/recordings/index-file.ts'

export class IndexBlocks {
  readonly #file: IndexFile | undefined
  readonly made: Buffer[] = []

  constructor(file?: IndexFile) {
    this.#file = file
  }

  /** Returns its number. */
  add(text: string): number {
    return this.made.push(compressBlock(text)) - 1
  }

  read(number: number): string {
    return this.#file ? this.#file.block(number) : expandBlock(this.made[number]!)
  }
}
