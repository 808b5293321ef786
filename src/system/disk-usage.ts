/** How much disk a folder takes. */
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../model/errors.ts'

const BLOCK_BYTES = 512

/** Returns the bytes of disk that all below `folder` takes; what vanishes meanwhile does not count. */
export function diskUsage(folder: string): number {
  let bytes = 0
  const folders = [folder]
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    try {
      bytes += lstatSync(at).blocks * BLOCK_BYTES
      for (const entry of readdirSync(at, { withFileTypes: true })) {
        const path = join(at, entry.name)
        if (entry.isDirectory()) folders.push(path)
        else bytes += lstatSync(path).blocks * BLOCK_BYTES
      }
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error
    }
  }
  return bytes
}
