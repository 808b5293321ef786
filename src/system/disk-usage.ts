/** How much disk a folder takes. */
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { entriesBelow } from './entries-below.ts'

const BLOCK_BYTES = 512

/** Returns the bytes of disk that a folder and all below it take; what vanishes meanwhile does not count. */
export function diskUsage(folder: string): number {
  let bytes = bytesOf(folder)
  for (const { path } of entriesBelow(folder)) bytes += bytesOf(join(folder, path))
  return bytes
}

function bytesOf(path: string): number {
  return (lstatSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * BLOCK_BYTES
}
