import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Returns the bytes of all files below a folder. */
export function folderSizeBytes(path: string): number {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => lstatSync(join(path, name)))
    .filter((stat) => stat.isFile())
    .reduce((sum, { size }) => sum + size, 0)
}
