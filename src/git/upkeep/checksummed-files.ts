/** Files git ends with a SHA-1 of all bytes before: packs, their indexes, the commit graph, the index. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import { namesIn } from '../../system/files.ts'

const CHECKSUM_BYTES = 20

/** Returns the paths, relative to the git dir, of all files of that kind below objects/. */
export function checksummedObjectFiles(gitDir: string): string[] {
  const found: string[] = []
  for (const name of namesIn(join(gitDir, 'objects/pack')).sort())
    if (/\.(pack|idx|rev|bitmap|mtimes)$/.test(name) || name === 'multi-pack-index')
      found.push(`objects/pack/${name}`)
  if (existsSync(join(gitDir, 'objects/info/commit-graph'))) found.push('objects/info/commit-graph')
  for (const name of namesIn(join(gitDir, 'objects/info/commit-graphs')).sort())
    if (name.endsWith('.graph')) found.push(`objects/info/commit-graphs/${name}`)
  return found
}

/** Returns the packs that lack their index, and the indexes that lack their pack. */
export function lonePackFiles(gitDir: string): string[] {
  const names = new Set(namesIn(join(gitDir, 'objects/pack')).sort())
  return [...names]
    .filter((name) => /^pack-[0-9a-f]{40}\.(pack|idx)$/.test(name))
    .filter((name) => {
      const other = name.endsWith('.pack')
        ? name.replace(/pack$/, 'idx')
        : name.replace(/idx$/, 'pack')
      return !names.has(other)
    })
    .map((name) => `objects/pack/${name}`)
}

/** Whether the file ends with the SHA-1 of what stands before; a file that has gone counts as sound. */
export async function checksumHolds(path: string, signal?: AbortSignal): Promise<boolean> {
  let sizeBytes: number
  try {
    sizeBytes = statSync(path).size
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return true
    throw error
  }
  if (sizeBytes <= CHECKSUM_BYTES) return false
  const hash = createHash('sha1')
  let tail: Buffer = Buffer.alloc(0)
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024, signal })
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const all = tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
    const keep = Math.min(CHECKSUM_BYTES, all.length)
    hash.update(all.subarray(0, all.length - keep))
    tail = all.subarray(all.length - keep)
  }
  return hash.digest().equals(tail)
}
