/**
 * Re-hashes loose objects in-process. git's fsck passes over some damage here (an empty file counts as absent,
 * a name that is no object name is only mentioned), so each file is judged on its own.
 */
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInflate, inflateSync } from 'node:zlib'
import { errnoOf } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { namesIn } from '../../system/files.ts'

type LooseProblem =
  | 'empty'
  | 'truncated or not zlib'
  | 'garbage after its end'
  | 'content does not match its name'
  | 'unreadable'

/** One file below objects/xx/. */
export interface LooseFile {
  path: string
  /** Absent when the file's name is not that of an object. */
  oid?: Oid | undefined
  sizeBytes: number
  modifiedMs: number
}

/** A larger file is inflated piece by piece. */
const WHOLE_BYTES_MAX = 4 * 1024 * 1024

/** Lists the files of objects/xx/, whatever their names, in order. */
export function* looseFiles(gitDir: string): Generator<LooseFile> {
  const objects = join(gitDir, 'objects')
  for (const fan of readdirSync(objects).sort()) {
    if (!/^[0-9a-f]{2}$/.test(fan)) continue
    for (const name of namesIn(join(objects, fan)).sort()) {
      const path = join(objects, fan, name)
      const stat = statIfThere(path)
      if (!stat) continue
      const oid = fan + name
      yield {
        path,
        oid: isOid(oid) ? oid : undefined,
        sizeBytes: stat.size,
        modifiedMs: stat.mtimeMs,
      }
    }
  }
}

/** A loose object may go while we look: a repack beside us has put it into a pack. */
function statIfThere(path: string) {
  try {
    return statSync(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Returns what is wrong with a loose object file; undefined when it holds what its name says, or has gone. */
export async function checkLooseObject(file: LooseFile): Promise<LooseProblem | undefined> {
  try {
    return file.sizeBytes > WHOLE_BYTES_MAX ? await checkStreamed(file) : checkWhole(file)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    if (errnoOf(error) === 'EACCES' || errnoOf(error) === 'EIO') return 'unreadable'
    throw error
  }
}

function checkWhole(file: LooseFile): LooseProblem | undefined {
  const bytes = readFileSync(file.path)
  if (bytes.length === 0) return 'empty'
  try {
    const { buffer, engine } = inflateSync(bytes, { info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    const hash = createHash('sha1').update(buffer).digest('hex')
    if (hash !== file.oid || !hasHeader(buffer, buffer.length))
      return 'content does not match its name'
    return engine.bytesWritten < bytes.length ? 'garbage after its end' : undefined
  } catch {
    // zlib found the fault; which one it was does not matter to anyone.
    return 'truncated or not zlib'
  }
}

async function checkStreamed(file: LooseFile): Promise<LooseProblem | undefined> {
  const hash = createHash('sha1')
  const inflate = createInflate()
  let head = Buffer.alloc(0)
  let length = 0
  const source = createReadStream(file.path)
  let readError: unknown
  source.on('error', (error) => {
    readError = error
    inflate.destroy(error)
  })
  source.pipe(inflate)
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      if (head.length < 32) head = Buffer.concat([head, chunk.subarray(0, 32)])
      length += chunk.length
      hash.update(chunk)
    }
  } catch {
    if (readError) throw readError
    return 'truncated or not zlib'
  } finally {
    source.destroy()
  }
  if (hash.digest('hex') !== file.oid || !hasHeader(head, length))
    return 'content does not match its name'
  return inflate.bytesWritten < file.sizeBytes ? 'garbage after its end' : undefined
}

/** Whether the bytes start with `<type> <length>\0` and are that long. */
function hasHeader(start: Buffer, length: number): boolean {
  const parts = /^(?:blob|tree|commit|tag) (\d+)\0/.exec(start.toString('latin1', 0, 32))
  return parts !== null && Number(parts[1]) === length - parts[0].length
}
