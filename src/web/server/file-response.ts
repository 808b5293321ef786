/** The bytes of a recorded file, sent so that no browser takes them for a page of ours. */

import { FlightrecError } from '../../model/errors.ts'
import { baseRaw, type RawPath, rawToText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatSize } from '../../model/units.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { copyFileAt, type FileAt, findFileAt } from '../../review/snapshot/file-at.ts'
import { SAFE_HEADERS } from './guards/policy.ts'
import { imageType } from './image-type.ts'

const IMAGE_BYTES_MAX = 32 << 20

/** Takes over `reading`: it is closed when all is sent, or nobody wants it any more. */
export async function fileResponse(
  reading: Reading,
  { snapshot, path }: { snapshot: Snapshot; path: RawPath },
  isImage: boolean,
): Promise<Response> {
  const file = await findFileAt(reading.view, snapshot, path)
  if (!isImage) return new Response(streamOf(reading, file), { headers: keptHeaders(file) })
  const content = await imageContent(reading, file)
  reading.close()
  const type = imageType(content)
  if (type === undefined)
    throw new FlightrecError('usage', 'it is no picture that a browser can show')
  return new Response(content, { headers: { ...shutHeaders(), 'content-type': type } })
}

/** Nothing in it may run or ask for anything, wherever it is opened. */
function shutHeaders() {
  return {
    ...SAFE_HEADERS,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  }
}

function keptHeaders({ path, sizeBytes }: FileAt) {
  const name = encodeURIComponent(rawToText(baseRaw(path))).replaceAll("'", '%27')
  return {
    ...shutHeaders(),
    'content-type': 'application/octet-stream',
    'content-length': String(sizeBytes),
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
  }
}

async function imageContent(reading: Reading, file: FileAt): Promise<Buffer<ArrayBuffer>> {
  if (file.sizeBytes > IMAGE_BYTES_MAX)
    throw new FlightrecError('usage', `at ${formatSize(file.sizeBytes)} it is not shown here`)
  const pieces: Buffer[] = []
  await copyFileAt(reading.view, file, (piece) => {
    pieces.push(piece)
  })
  return Buffer.concat(pieces)
}

/** Piece by piece, as fast as it is taken. */
function streamOf(reading: Reading, file: FileAt): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const send = async () => {
    try {
      await copyFileAt(reading.view, file, (piece) => writer.write(piece))
      await writer.close()
    } catch (error) {
      // Half a file is no file: the connection ends in a way that its reader notices.
      await writer.abort(error)
    } finally {
      reading.close()
    }
  }
  send().catch(() => {
    // Nobody takes it any more.
  })
  return readable
}
