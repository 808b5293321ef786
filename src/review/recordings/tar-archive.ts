/** Archives of files, as tar has them since POSIX.1-1988. */

export interface ArchivedFile {
  /** At most 100 characters, all ASCII. */
  name: string
  sizeBytes: number
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>
}

const BLOCK_BYTES = 512

/** Yields an archive whose files are all of one time. */
export async function* tarArchive(
  files: Iterable<ArchivedFile>,
  timeSeconds: number,
): AsyncGenerator<Uint8Array> {
  for (const { name, sizeBytes, pieces } of files) {
    yield headerOf(name, sizeBytes, timeSeconds)
    for await (const piece of pieces) yield Buffer.from(piece)
    yield Buffer.alloc((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES)
  }
  yield Buffer.alloc(2 * BLOCK_BYTES)
}

function headerOf(name: string, sizeBytes: number, timeSeconds: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  block.write(name, 0, 100, 'latin1')
  block.write(octal(0o644, 8), 100, 'latin1')
  block.write(octal(0, 8), 108, 'latin1')
  block.write(octal(0, 8), 116, 'latin1')
  block.write(octal(sizeBytes, 12), 124, 'latin1')
  block.write(octal(timeSeconds, 12), 136, 'latin1')
  block.write(' '.repeat(8), 148, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  // Of all bytes, its own place taken for blanks.
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}
