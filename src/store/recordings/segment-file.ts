/** The compression of segments: a window of 4 MiB sees that a screen is painted once more. */
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'

const compress = promisify(brotliCompress)
const expand = promisify(brotliDecompress)

const QUALITY = 5
const WINDOW_BITS = 22

export async function compressSegment(cast: Buffer): Promise<Buffer> {
  return await compress(cast, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: cast.length,
    },
  })
}

/** Returns the cast of `sizeBytes` in a segment; undefined when it holds no such. */
export async function expandSegment(
  stored: Buffer,
  sizeBytes: number,
): Promise<Buffer | undefined> {
  try {
    // What is damaged could grow without an end.
    const cast = await expand(stored, { maxOutputLength: Math.max(1, sizeBytes) })
    return cast.length === sizeBytes ? cast : undefined
  } catch {
    // Damaged: the caller says what.
    return undefined
  }
}
